"""The sample city: 示例市, composed by rules from invented sentences, numbers and names."""
