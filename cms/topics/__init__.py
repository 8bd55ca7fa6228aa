"""专题: what is gathered for a time."""
