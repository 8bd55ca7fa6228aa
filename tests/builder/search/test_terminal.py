from builder.search.terminal import result_lines
from tests.builder.search.conftest import a_document


def test_each_hit_takes_three_lines(searcher_of):
    """
    Title, facts and address, without markup.
    """
    document = a_document("<节水>条例", date="2026-03-01", document_number="示政发〔2026〕3号")

    lines = list(result_lines(searcher_of(document).search("节水")))

    assert lines == [
        "找到 1 条，第 1 页，共 1 页。",
        " 1. <节水>条例",
        "    示例市人民政府门户网站  文章  示政发〔2026〕3号  2026-03-01",
        "    /<节水>条例.html",
    ]


def test_nothing_found_is_one_sentence(searcher_of):
    """
    The message stands alone.
    """
    assert list(result_lines(searcher_of().search("节水"))) == [
        "没有找到相符的内容。请换一个说法，或者减少检索词。"
    ]
