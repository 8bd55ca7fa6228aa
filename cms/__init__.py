"""
The editors' side: one Wagtail for all sites. Knows nothing of Pelican; speaks to the build through the feed.
"""
