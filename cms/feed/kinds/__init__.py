"""The kinds that are not page types: one module each, found by `cms.feed.registry`."""
