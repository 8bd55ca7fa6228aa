"""Pictures and attachments, by content."""
