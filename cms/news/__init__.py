"""Articles: news, notices, anything that is not a policy document."""
