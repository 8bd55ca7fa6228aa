"""
Full-text search over the pages of a cluster.
"""

from builder.search.documents import SearchDocument

__all__ = ["SearchDocument"]
