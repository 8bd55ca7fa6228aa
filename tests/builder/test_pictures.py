"""
Pictures come in sizes to choose from, as WebP for those who take it, and never shift what is around them.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.helpers import article, column, media, site

FILES = {
    name: f"a picture: {name}".encode() for name in ("", "wide", "wide-webp", "wide-half-webp")
}


def a_picture(number: int = 50) -> dict:
    """A photograph with the renditions that the cms makes of it, some smaller than they might be."""
    widths = {"wide": 1200, "wide-webp": 1200, "wide-half-webp": 600}
    record = media(number, FILES[""], name="大桥.jpg", alt="大桥全景", type="image/jpeg")
    record["data"] |= {"width": 2400, "height": 1600}
    record["data"]["renditions"] = {
        name: {
            key: media(number, FILES[name])["data"][key] for key in ("sha256", "size")
        } | {"type": "image/webp" if "webp" in name else "image/jpeg", "width": width, "height": width // 3 * 2}
        for name, width in widths.items()
    }  # fmt: skip
    return record


def test_a_picture_offers_its_sizes_and_says_how_large_it_is(built):
    """
    Before the text and in it; the file of the fallback is what it was.
    """
    body = '<p>合龙。</p><figure><img src="zq:media/50/wide" alt="桥面"></figure>'
    output = built(
        site(),
        column(10, "zwyw"),
        *article(20, picture=50, body="<p>合龙。</p>"),
        *article(21, body=body),
        a_picture(),
        media=FILES.values(),
    )

    for number, alt in ((20, "大桥全景"), (21, "桥面")):
        page = BeautifulSoup((output / f"portal/zwyw/2026-03/{number}.html").read_text(), "lxml")
        image, source = page.select_one("picture img"), page.select_one("picture source")
        assert (image["src"], image["alt"]) == ("/media/50/wide.jpg", alt)
        assert (image["width"], image["height"]) == ("1200", "800")
        assert source["srcset"] == "/media/50/wide-half.webp 600w, /media/50/wide.webp 1200w"
        assert source["type"] == "image/webp"
    assert page.select_one("picture img")["loading"] == "lazy"
    names = {path.name for path in (output / "portal/media/50").iterdir()}
    assert names == {"大桥.jpg", "wide.jpg", "wide.webp", "wide-half.webp"}


def test_a_picture_that_is_gone_leaves_its_text(built):
    """
    As before: nothing is promised of a picture that is not there.
    """
    body = '<p>合龙。</p><figure><img src="zq:media/51/wide" alt="桥面"></figure>'
    output = built(site(), column(10, "zwyw"), *article(20, body=body))

    assert "<figure>桥面</figure>" in (output / "portal/zwyw/2026-03/20.html").read_text()
