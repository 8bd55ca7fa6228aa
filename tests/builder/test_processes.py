"""
What is left of a build that was killed: nothing that disturbs the next one.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from contextlib import closing

import pytest

from builder.errors import RefusedError
from builder.processes import end_with_parent, only_build


def test_a_second_build_in_the_same_folder_is_refused(tmp_path):
    """
    Two would write into one another's trees.
    """
    with (
        only_build(tmp_path),
        pytest.raises(RefusedError, match="另一次构建正在这里进行"),
        only_build(tmp_path),
    ):
        pass

    with only_build(tmp_path):
        pass


def _parent(var, report) -> None:
    """Hold the lock, fork a worker that would stay for ever, and wait to be killed."""
    with only_build(var):
        fork = multiprocessing.get_context("fork")
        fork.Process(target=_worker, args=(report,)).start()
        time.sleep(60)


def _worker(report) -> None:
    end_with_parent()
    report.send_bytes(str(os.getpid()).encode())
    time.sleep(60)


def test_a_worker_ends_with_a_killed_build(tmp_path):
    """
    Its end of the pipe closes, and the folder is free again.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    parent = multiprocessing.get_context("fork").Process(target=_parent, args=(tmp_path, theirs))
    parent.start()
    theirs.close()
    with closing(ours):
        ours.recv_bytes()
        parent.kill()
        parent.join()

        with pytest.raises(EOFError):
            ours.recv_bytes()
    with only_build(tmp_path):
        pass
