"""Composers: each makes the items of one kind of column."""
