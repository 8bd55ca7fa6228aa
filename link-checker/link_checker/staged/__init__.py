"""
Checks a change of our own sites before it goes live, at the cost of the change.

What is known of the live files is kept in one SQLite file: facts of pages, and who links to what. A change
is handed over file by file, judged, and kept once it is live.
"""

from link_checker.staged.check import Judgement, Reading, StagedCheck, StagedFinding, StagedSite
from link_checker.staged.tables import KeptFile

__all__ = ["Judgement", "KeptFile", "Reading", "StagedCheck", "StagedFinding", "StagedSite"]
