"""
What the tests themselves rest on.
"""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("grouping")
def test_groups_reach_the_scheduler(request):
    """
    Tests of one group run in one worker, so that a fixture of a minute is made once.
    """
    asked = getattr(request.config, "workerinput", {"mainargv": []})["mainargv"]
    assert request.node.nodeid.endswith("@grouping") == ("loadgroup" in asked)
