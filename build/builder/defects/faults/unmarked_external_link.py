"""
Links to sites that are not a government's, without a word.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _added(page: Page, href: str, text: str = "示例平台") -> Answers:
    return [page.answer(href)] if page.append(f'<p><a href="{href}">{text}</a></p>') else None


@fault(times=3)
def without_a_word(page: Page) -> Answers:
    """A link to anybody."""
    return _added(page, "https://platform.example/page")


@fault()
def without_a_scheme(page: Page) -> Answers:
    """The same, beginning with two slashes."""
    return _added(page, "//platform.example/other")


@fault()
def host_that_looks_official(page: Page) -> Answers:
    """A name that only begins like a government's."""
    return _added(page, "https://www.gov.cn.example/")


@fault()
def host_without_a_dot(page: Page) -> Answers:
    """A name that only ends like a government's."""
    return _added(page, "https://fakegov.cn.example/")


@fault()
def new_window(page: Page) -> Answers:
    """`noopener` protects a browser and tells a reader nothing."""
    markup = '<a href="https://news.example/1" target="_blank" rel="noopener">示例新闻</a>'
    return [page.answer("https://news.example/1")] if page.append(f"<p>{markup}</p>") else None


@fault()
def behind_a_picture(page: Page) -> Answers:
    """A picture as a link."""
    picture = '<img src="/static/site.css" alt="示例"></a>'
    markup = f'<p><a href="https://banner.example/">{picture}</p>'
    return [page.answer("https://banner.example/")] if page.append(markup) else None


@fault()
def neighbour_marked(page: Page) -> Answers:
    """Marked by attribute, relation, class, title or words; a government's; hidden; no link."""
    markup = """<p><a href="https://a.example/" data-external="">示例</a>
        <a href="https://b.example/" rel="external">示例</a>
        <a href="https://c.example/" class="external-link">示例</a>
        <a href="https://d.example/" title="即将离开本网站">示例</a>
        <a href="https://e.example/">示例（外部链接）</a>
        <a href="https://sub.example.gov.cn/">示例</a>
        <a href="https://f.example/" style="display: none">示例</a></p>"""
    return [] if page.append(markup) else None
