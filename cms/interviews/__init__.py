"""在线访谈: what the public asked, and who answered."""
