"""
The build: from a feed to static sites. Knows nothing of the cms but the feed.
"""
