"""
The command line: what was found, one sentence when it cannot, and the right exit status.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from link_checker.commands import link_checker as link_checker_group
from link_checker.commands import run
from link_checker.registry import all_rules
from link_checker.reports.json import read
from tests.helpers import without
from tests.link_checker.helpers import SITE_META, document

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "inspect-a-site.md"
AS_OF = ("--as-of", "2026-03-01")
DRAWN_BY_SCRIPT = document(
    "<header>示例市人民政府</header><h1>示例市人民政府</h1><script src='/frame.js'></script>",
    SITE_META,
)


def a_folder(tmp_path: Path, **pages: str) -> Path:
    """A site of files: name without suffix → HTML."""
    folder = tmp_path / "portal"
    for name, html in {"index": "<h1>示例市</h1>", **pages}.items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    return folder


def link_checker(capsys, *arguments: object) -> tuple[int, str, str]:
    status = run([str(each) for each in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_finding_makes_the_status_1(tmp_path, capsys):
    """
    It is told with its rule and target; a pipe hears nothing else.
    """
    folder = a_folder(tmp_path, index='<a href="gone.html">旧通知</a>')

    status, out, err = link_checker(capsys, "inspect", folder, *AS_OF)

    assert (status, err) == (1, "")
    assert "broken_link" in out and "http://portal.localhost/gone.html" in out


def test_what_is_undecided_or_for_a_person_leaves_the_status_0(tmp_path, capsys):
    """
    Where a script may draw footer and search, nothing is held against the site.
    """
    folder = a_folder(tmp_path, index=DRAWN_BY_SCRIPT)
    (folder / "frame.js").write_text("")

    status, out, _ = link_checker(capsys, "inspect", folder, *AS_OF, "--format", "json")

    (site,) = read(out.encode()).sites
    assert status == 0
    assert {"undecided", "needs_review"} <= {result.outcome for result in site.results}


def test_a_report_folder_holds_every_format_and_what_was_read(tmp_path, capsys):
    """
    What was read can be judged again, with the same result, without asking the site.
    """
    folder, reports = a_folder(tmp_path), tmp_path / "reports"
    link_checker(capsys, "inspect", folder, *AS_OF, "--report", reports)

    _, out, _ = link_checker(capsys, "report", reports / "snapshot.sqlite3", "--format", "json")

    assert sorted(path.name for path in reports.iterdir()) == [
        "report.html", "report.json", "snapshot.sqlite3",
    ]  # fmt: skip
    assert json.loads(out) == json.loads((reports / "report.json").read_bytes())


def test_a_name_is_found_where_it_is_said_to_be(tmp_path, capsys):
    """
    Links to another name of the folder are links inside the set.
    """
    folder = a_folder(tmp_path, index='<a href="http://other.example.gov.cn/gone.html">旧通知</a>')

    _, out, _ = link_checker(
        capsys, "inspect", folder, *AS_OF, "--host", f"other.example.gov.cn={folder}"
    )

    assert "broken_link" in out


BAD_USE = {
    "nothing to inspect": ((), 2, "没有写明检查什么"),
    "no such folder": (("nowhere",), 2, "nowhere：没有这个文件夹"),
    "no HTML": (("{empty}",), 3, "没有网页"),
    "unknown indicators": (("{site}", "--indicators", "gb_1900"), 2, "没有名为“gb_1900”的检查指标"),
    "a bad day": (("{site}", "--as-of", "yesterday"), 2, "--as-of yesterday：不是日期"),
    "a bad host": (("{site}", "--host", "www.example.gov.cn"), 2, "--host www.example.gov.cn：应写作"),
    "a host nowhere": (("{site}", "--host", "a.example=nowhere"), 2, "nowhere：没有这个文件夹"),
    "a bad budget": (("{site}", "--budget", "pages=many"), 2, "--budget pages=many：应写作"),
    "folder and address": (("{site}", "http://127.0.0.1:1/"), 2, "不能一起检查"),
    "two formats on one screen": (
        ("{site}", "--format", "json", "--format", "html"), 2, "请用 --report",
    ),
    "a format nobody knows": (("{site}", "--format", "pdf"), 2, "--format"),
    "resume without a folder": (("{site}", "--resume"), 2, "--resume 需要与 --report 同用"),
    "nobody answers": (("http://127.0.0.1:1/",), 3, "没有读到任何网页"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_USE)
def test_bad_use_is_one_sentence(tmp_path, capsys, case):
    """
    What is wrong, and what to do; never a traceback.
    """
    arguments, wanted, sentence = BAD_USE[case]
    empty = tmp_path / "empty"
    empty.mkdir()
    places = {"{empty}": empty, "{site}": a_folder(tmp_path)}

    status, out, err = link_checker(
        capsys, "inspect", *(places.get(each, each) for each in arguments)
    )

    assert (status, out) == (wanted, "")
    assert sentence in err and err.count("\n") == 1 and "Traceback" not in err


def test_a_file_that_is_no_snapshot_is_refused(tmp_path, capsys):
    """
    Neither a database of somebody else's nor a file that is none.
    """
    (tmp_path / "x.sqlite3").write_text("not a database")

    status, _, err = link_checker(capsys, "report", tmp_path / "x.sqlite3")

    assert status == 3 and "快照" in err


def test_every_rule_is_listed(capsys):
    """
    By name, with what a report calls it and what to do about it.
    """
    status, out, _ = link_checker(capsys, "rules")

    assert status == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == list(all_rules())


def test_the_schema_of_the_json_report_can_be_had(capsys):
    """
    No snapshot is needed for it.
    """
    status, out, _ = link_checker(capsys, "report", "--schema")

    assert status == 0 and "link-checker-report-1" in out and json.loads(out)


def test_help_is_chinese(capsys):
    """
    Every command says what it does and what its options mean.
    """
    for command in ((), ("inspect",), ("report",), ("rules",)):
        status, out, _ = link_checker(capsys, *command, "--help")

        assert status == 0 and "用法：" in out and "Show this message" not in out


def test_every_command_and_option_is_documented():
    """
    The how-to page names them all.
    """
    page = HOW_TO.read_text(encoding="utf-8")
    options = {
        option for command in link_checker_group.commands.values()
        for parameter in command.params if isinstance(parameter, click.Option)
        for option in parameter.opts
    }  # fmt: skip

    assert [
        name for name in link_checker_group.commands if f"link-checker {name}" not in page
    ] == []
    assert [option for option in sorted(options) if option not in page] == []


def test_a_missing_extra_is_named():
    """
    Whoever installed another part only learns which extra to add.
    """
    done = without("selectolax", "link_checker.cli", "inspect", str(HOW_TO.parent))

    assert done.returncode == 3
    assert "zhanqun[check]" in done.stderr
