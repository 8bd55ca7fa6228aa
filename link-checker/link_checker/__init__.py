"""
The inspector: reads any government site into a snapshot, judges it by rules, scores it by indicators, reports.

Knows nothing of Django, Wagtail or Pelican; installs and runs alone.
"""
