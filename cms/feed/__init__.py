"""The only way out of the cms: see docs/feed.md for what leaves, `export` for how."""
