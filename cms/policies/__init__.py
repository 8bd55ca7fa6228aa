"""Policy documents and their index numbers."""
