"""Drafts as they would be published: for their editors, and for those they are shared with."""
