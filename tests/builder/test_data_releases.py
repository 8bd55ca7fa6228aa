"""
数据发布: the table on its page, as CSV beside it, and as a chart.
"""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup

from builder.charts import bar_chart
from builder.data_releases import csv_of
from tests.helpers import column, data_release, drop, placement, site

PLACE = [site(), column(10, "tjsj", title="统计数据"), column(20, "kfsj", title="开放数据")]
TABLE = [["线路", "客运量", "同比（%）"], ["公共汽车", "1,204", "3.1"], ["轮渡", "96", "-0.4"]]
RELEASE = data_release(11, table=TABLE, chart_column=3, period="2026年9月", unit="万人次")


def page(output, path="tjsj/2026-03/11.html"):
    return BeautifulSoup((output / "portal" / path).read_bytes(), "html.parser")


def test_the_page_shows_the_table_and_leads_to_the_same_as_csv(built):
    """
    Headings for columns and rows, period and unit; the file says the same, byte mark first.
    """
    output = built(*PLACE, *RELEASE)
    main = page(output).main
    file = (output / "portal/tjsj/2026-03/11.csv").read_bytes()

    assert main.find(id="data").get_text() == "数据表（2026年9月）"
    assert main.caption.get_text() == "单位：万人次"
    assert [th["scope"] for th in main.table.find_all("th")] == ["col"] * 3 + ["row"] * 2
    assert [[c.get_text() for c in r.find_all(["th", "td"])] for r in main.find_all("tr")] == TABLE
    assert main.find("a", download=True)["href"] == "/tjsj/2026-03/11.csv"
    assert list(csv.reader(io.StringIO(file.decode("utf-8-sig")))) == TABLE
    assert file.startswith(b"\xef\xbb\xbf")


def test_the_chart_says_what_it_shows_and_where_the_figures_are(built):
    """
    A bar for each row; without a column to draw, or with words in it, there is none.
    """
    charts = []
    for number, at in enumerate((3, None, 9, 1)):
        output = built(*PLACE, *data_release(11, table=TABLE, chart_column=at), cursor=str(number))
        charts.append(page(output).select_one("svg.chart"))

    assert charts[0]["aria-label"] == "柱状图：各项的“同比（%）”，数据见表格"
    assert len(charts[0].find_all("rect")) == 2
    assert charts[1:] == [None, None, None]


def test_negative_bars_go_left_from_zero():
    """
    The longest bar and the lowest together take the whole width.
    """
    svg = BeautifulSoup(bar_chart("图", [("甲", "30", 30.0), ("乙", "-10", -10.0)]), "html.parser")

    assert [(bar["x"], bar["width"]) for bar in svg.find_all("rect")] == [
        ("25%", "75%"),
        ("0%", "25%"),
    ]


def test_names_in_a_chart_are_text():
    """
    What editors type is never markup.
    """
    assert "<b>" not in bar_chart("<b>", [("<b>", "<b>", 1.0)])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "-x"])
def test_a_formula_is_made_text(cell):
    """
    A spreadsheet must not run what a table holds; a negative number is left as it is.
    """
    rows = list(csv.reader(io.StringIO(csv_of([[cell, "-0.4"]]).decode("utf-8-sig"))))

    assert rows == [[f"'{cell}", "-0.4"]]


def test_the_file_of_a_page_that_moved_leads_to_the_page(built):
    """
    And that of a page that was withdrawn is gone, as the page is.
    """
    output = built(*PLACE, *RELEASE, cursor="1")
    moved = placement(11, "data_release", 11, 20, former_columns=[10])
    built(moved | {"revision": 2}, since="1", cursor="2")
    redirects = (output / "portal/.well-known/zhanqun/redirects.map").read_text()
    built(drop("data_release", 11), drop("placement", 11), since="2", cursor="3")
    gone = output / "portal/.well-known/zhanqun/gone"

    assert "/tjsj/2026-03/11.csv /kfsj/2026-03/11.html;" in redirects
    assert not (output / "portal/kfsj/2026-03/11.csv").exists()
    assert (gone / "kfsj/2026-03/11.csv").exists()
