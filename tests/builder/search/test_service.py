import json
import shutil
import threading
from urllib.parse import quote, urlencode
from urllib.request import urlopen
from wsgiref.simple_server import make_server
from wsgiref.validate import validator

import pytest

from builder.errors import UsageError
from builder.search import build_index
from builder.search.service import SearchService, search_pages, search_server
from tests.builder.search.conftest import a_document

PAGE = """<!doctype html><html lang="zh-CN"><head><title>搜索_示例市水务局</title></head><body><main>
<form><input id="search-q" name="q" type="search">
<select name="kind"><option value="">全部</option><option value="article">其他</option></select>
<input type="checkbox" name="site" value="water"></form>
<div id="results" data-service="/search/query" aria-live="polite"></div></main></body></html>"""


@pytest.fixture
def service(tmp_path):
    """A service over three documents, with the search page of one site built."""
    build_index(
        [
            a_document("节水条例", "<b>节水</b>", site="water", site_name="示例市水务局"),
            a_document("节水通知", "正文", validity="in_force"),
            *(a_document(f"供水{n}", date=f"20{n}-01-01") for n in range(10, 31)),
        ],
        tmp_path / "index",
    )
    (tmp_path / "output" / "water" / "search").mkdir(parents=True)
    (tmp_path / "output" / "water" / "search" / "index.html").write_text(PAGE, "utf-8")
    return SearchService(tmp_path / "index", search_pages(tmp_path / "output"))


def asked(service, **parameters):
    reply = service.answer(urlencode({**parameters, "format": "json"}))
    return json.loads(reply.body)


def page_of(service, **parameters):
    return service.answer(urlencode(parameters), site="water").body.decode()


def test_json_says_what_was_found(service):
    """
    The answer has the keys that its page reads.
    """
    answer = asked(service, q="节水", site="water")

    assert (answer["query"], answer["total"], answer["page"], answer["pages"]) == ("节水", 1, 1, 1)
    assert answer["message"] == ""
    assert answer["results"][0]["title_html"] == "<mark>节水</mark>条例"
    assert answer["results"][0]["snippet_html"] == "&lt;b&gt;<mark>节水</mark>&lt;/b&gt;"
    assert answer["results"][0]["site"] == "示例市水务局"


def test_the_validity_asked_for_narrows_the_answer(service):
    """
    The parameter is the name that the answer's `validity` has.
    """
    assert asked(service, q="节水", validity="in_force")["total"] == 1
    assert asked(service, q="节水", validity="repealed")["total"] == 0


def test_without_a_script_the_site_s_own_page_holds_the_answer(service):
    """
    The built page is filled: results, words in the field and in the title.
    """
    html = page_of(service, q="节水")

    assert '<a href="/节水条例.html"><mark>节水</mark>条例</a>' in html
    assert '<input id="search-q" name="q" type="search" value="节水">' in html
    assert "<title>节水_搜索_示例市水务局</title>" in html
    assert "找到 2 条" in html


def test_the_form_keeps_its_filters(service):
    """
    What was chosen stays chosen on the page of the answer.
    """
    html = page_of(service, q="节水", kind="article", site="water")

    assert '<option value="article" selected="">' in html
    assert '<input type="checkbox" name="site" value="water" checked="">' in html
    assert "<title>节水_" in html


def test_the_pager_keeps_the_query(service):
    """
    The links to other pages of results repeat what was asked.
    """
    html = page_of(service, q="供水", page="2")

    assert f'href="?q={quote("供水")}&amp;page=1"' in html
    assert f'href="?q={quote("供水")}&amp;page=3"' in html


def test_what_was_typed_is_only_text(service):
    """
    A query cannot bring markup into the page.
    """
    html = page_of(service, q='"><script>alert(1)</script>')

    assert "<script" not in html


def test_a_site_without_a_built_page_gets_a_plain_one(service):
    """
    The answer does not depend on the theme, and a slug is never a path.
    """
    html = service.answer(urlencode({"q": "节水", "site": "../water"})).body.decode()

    assert html.startswith("<!DOCTYPE html>")
    assert "没有找到相符的内容" in html


def test_before_the_first_index_a_sentence_says_so(tmp_path):
    """
    A missing index is a state, not a crash.
    """
    reply = SearchService(tmp_path).answer("q=节水&format=json")

    assert reply.status == 503
    assert json.loads(reply.body)["message"].startswith("搜索暂时不能用。")


def test_a_damaged_index_is_as_good_as_none(tmp_path):
    """
    Whatever happened to its files, the reader gets a sentence.
    """
    build_index([a_document("节水")], tmp_path)
    shutil.rmtree(tmp_path / "000001")

    assert SearchService(tmp_path).answer("q=节水").status == 503


@pytest.mark.parametrize(
    "query_string",
    [
        "q=" + "x" * 5000,
        "&".join(f"q{n}=1" for n in range(100)),
        "q=%ff%fe&page=99999999999&site=%00&format=json",
        "q=节水&page=-1",
        "q=节水&page=٣",
        "page=2",
        "&&==;%",
        "",
    ],
)
def test_no_query_string_breaks_the_service(service, query_string):
    """
    Whatever stands in the address, there is a page that says what to do.
    """
    reply = service.answer(query_string)

    assert reply.status in (200, 400)
    assert reply.body


def test_answers_are_never_stored(service):
    """
    What a citizen looked for stays in no cache.
    """
    assert dict(service.answer("q=节水").headers)["Cache-Control"] == "no-store"


def test_a_new_index_is_answered_from_at_once(service, tmp_path):
    """
    The service follows the switch without a restart.
    """
    assert asked(service, q="节水")["total"] == 2

    build_index([a_document("节水")], tmp_path / "index")

    assert asked(service, q="节水")["total"] == 1


def fetched(server):
    answering = threading.Thread(target=server.handle_request, daemon=True)
    answering.start()
    query = urlencode({"q": "节水", "format": "json"})
    with urlopen(f"http://127.0.0.1:{server.server_port}/?{query}", timeout=10) as response:
        answer = json.load(response)
    answering.join()  # what it logs belongs to this test
    return answer


def test_it_is_a_proper_wsgi_application(service):
    """
    Over a real socket, checked by the standard library's validator.
    """
    with make_server("127.0.0.1", 0, validator(service)) as server:
        assert fetched(server)["total"] == 2


def test_it_runs_as_a_server_of_its_own(service, tmp_path):
    """
    On this machine only, unless told otherwise.
    """
    with search_server(tmp_path / "index", tmp_path / "output", port=0) as server:
        assert server.server_address[0] == "127.0.0.1"
        assert fetched(server)["total"] == 2


def test_the_web_server_in_front_says_which_site_s_page_it_is(service):
    """
    A header chooses the page; nobody gets at a file by it.
    """

    def page_for(site):
        environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": "q=x", "HTTP_X_ZHANQUN_SITE": site}
        return b"".join(service(environ, lambda status, headers: None)).decode()

    assert "示例市水务局" in page_for("water")
    assert "示例市水务局" not in page_for("../output/water")


def test_a_port_in_use_is_said_in_a_sentence(service, tmp_path):
    """
    The operator learns what to change.
    """
    with (
        search_server(tmp_path / "index", tmp_path / "output", port=0) as server,
        pytest.raises(UsageError, match=f"端口 {server.server_port} 不能使用.*--port"),
    ):
        search_server(tmp_path / "index", tmp_path / "output", port=server.server_port)


def test_only_reading_is_allowed(service):
    """
    Any other method is refused.
    """
    answered = []

    service({"REQUEST_METHOD": "POST"}, lambda status, headers: answered.append((status, headers)))

    assert answered[0][0].startswith("405")


def test_several_threads_may_ask_at_once(service):
    """
    Readers do not disturb each other.
    """
    totals = []
    threads = [
        threading.Thread(
            target=lambda: totals.extend(asked(service, q="供水")["total"] for _ in range(20))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert totals == [21] * 80
