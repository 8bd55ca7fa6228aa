"""
Addresses that lead to nothing, in every element that can hold one.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault

_PICTURE = "/media/no-such-picture.jpg"


def _added(page: Page, markup: str, target: str) -> Answers:
    return [page.answer(target)] if page.append(markup) else None


@fault(times=4)
def article_that_never_was(page: Page) -> Answers:
    """A relative link to a neighbour that is not there."""
    target = "../2099-01/999999.html"
    return _added(page, f'<p>另见<a href="{target}">示例市人民政府令</a>。</p>', target)


@fault()
def other_site(page: Page) -> Answers:
    """A page that another site of the cluster does not have."""
    target = page.site.base.replace(page.site.slug, "portal", 1) + "no-such-column/"
    return _added(page, f'<p><a href="{target}">门户网站上没有的栏目</a></p>', target)


@fault()
def without_scheme(page: Page) -> Answers:
    """An address that begins with two slashes."""
    target = page.site.base.partition(":")[2] + "no-such-page.html"
    return _added(page, f'<p><a href="{target}">省去协议的地址</a></p>', target)


@fault()
def wrong_case(page: Page) -> Answers:
    """A path in capitals: files have names of their own."""
    target = "/SITEMAP.HTML"
    return _added(page, f'<p><a href="{target}">站点清单</a></p>', target)


@fault()
def chinese_file_name(page: Page) -> Answers:
    """An attachment with an unencoded name; the finding has it encoded."""
    target = "/media/没有 这个附件.pdf"
    return _added(page, f'<p><a href="{target}">附件：示例申请表</a></p>', target)


@fault()
def twice_on_a_page(page: Page) -> Answers:
    """The same address twice is one finding."""
    target = "/no-such-page.html?from=text"
    link = f'<a href="{target}">示例公告</a>'
    return _added(page, f"<p>{link}和{link}</p>", target)


@fault()
def larger_picture(page: Page) -> Answers:
    """The second candidate of a `srcset`; the first is there."""
    logo, target = "/static/site.css", "/media/no-such-picture-2x.jpg"
    return _added(page, f'<p><img src="" srcset="{logo} 1x, {target} 2x" alt=""></p>', target)


@fault()
def picture_map(page: Page) -> Answers:
    """An area of a picture map."""
    target = "/no-such-district/"
    area = f'<area shape="rect" coords="0,0,9,9" href="{target}" alt="示例区">'
    return _added(page, f'<map name="districts">{area}</map>', target)


@fault()
def background_in_a_style(page: Page) -> Answers:
    """`url()` in a style attribute."""
    target = "/media/no-such-background.png"
    return _added(page, f"""<p style="background: url('{target}')">示例</p>""", target)


@fault()
def video(page: Page) -> Answers:
    """A film and its poster: two findings."""
    film, poster = "/media/no-such-film.mp4", "/media/no-such-poster.jpg"
    if not page.append(f'<video src="{film}" poster="{poster}" controls></video>'):
        return None
    return [page.answer(film), page.answer(poster)]


@fault()
def embedded_page(page: Page) -> Answers:
    """A page in a frame."""
    target = "/no-such-frame.html"
    return _added(page, f'<iframe src="{target}" title="示例"></iframe>', target)


@fault()
def script_and_style_sheet(page: Page) -> Answers:
    """What the head needs: two findings."""
    head = page.one("head")
    if head is None:
        return None
    script, sheet = "/static/js/no-such.js", "/static/css/no-such.css"
    head.makeelement("script")
    for tag, attributes in (
        ("script", {"src": script, "defer": "defer"}),
        ("link", {"rel": "stylesheet", "href": sheet}),
    ):
        head.append(head.makeelement(tag, attributes))
    return [page.answer(script), page.answer(sheet)]


@fault(scope="list")
def in_a_list(page: Page) -> Answers:
    """The first item of a list leads to nothing."""
    item = page.one("a.item-title")
    if item is None:
        return None
    item.set("href", "/2099-01/888888.html")
    return [page.answer("/2099-01/888888.html")]


@fault()
def neighbour_odd_but_right(page: Page) -> Answers:
    """White space around an address, a query after a file, a folder without its slash, dots in a path."""
    column = page.site.inventory["columns"][0]["url"]
    links = (
        f" \n{column}\t",
        "/sitemap.html?from=text",
        column.rstrip("/"),
        "/./x/../sitemap.html",
    )
    markup = "".join(f'<a href="{href}">示例</a>' for href in links)
    return [] if page.append(f"<p>{markup}</p>") else None


@fault()
def neighbour_no_address(page: Page) -> Answers:
    """Addresses that nobody can ask for, and one in a comment."""
    links = ("mailto:nobody@example.gov.cn", "tel:0999-99990001", "javascript:void(0)", "")
    markup = "".join(f'<a href="{href}">示例</a>' for href in links)
    return [] if page.append(f'<p>{markup}</p><!-- <a href="/no-such-comment/">x</a> -->') else None


@fault()
def neighbour_on_a_base(page: Page) -> Answers:
    """A relative link that is right because of `<base>`."""
    head = page.one("head")
    if head is None or not page.append('<p><a href="sitemap.html">站点清单</a></p>'):
        return None
    head.insert(0, head.makeelement("base", {"href": "/"}))
    return []
