"""
The sites of the cluster and what cms, build and link-checker must agree on.

It imports nothing of ours; everyone may import it.
"""

from sites.config import ColumnSkeleton, ColumnType, Contact, SiteConfig
from sites.errors import SitesError
from sites.registry import load_sites

__all__ = ["ColumnSkeleton", "ColumnType", "Contact", "SiteConfig", "SitesError", "load_sites"]
