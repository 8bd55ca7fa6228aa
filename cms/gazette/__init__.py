"""政府公报: what a government publishes, issue by issue."""
