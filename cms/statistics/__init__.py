"""数据发布: figures as tables."""
