"""
Pictures drawn on the spot: calm landscapes and charts in the site's colour, each with words for what it shows.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageColor, ImageDraw, ImageFont

from cms.demo.items import PictureSpec
from sites.config import SiteConfig

SIZE = (960, 640)
PER_SITE = 14
SCENES = {
    "hills": "层叠的远山和淡色天空，山脚有一片平地",
    "river": "一条河从远山之间流过，水面映着天光",
    "city": "傍晚的城市天际线，高低错落的楼房亮着几扇窗",
    "bridge": "一座多孔拱桥横跨水面，远处是低缓的山",
    "fields": "平原上整齐的田块，远处有一排树",
    "chart": "柱状图：五个年度的数值逐年上升，并有一条趋势线",
    "person": "半身像的示意图：浅色背景，深色上衣，没有面容",
}
"""What each scene shows, as its text alternative says it."""

Color = tuple[int, int, int]


def plan_pictures(sites: tuple[SiteConfig, ...], rng: Random) -> list[PictureSpec]:
    """The pictures of every site, each scene in turn."""
    names = list(SCENES)
    return [
        PictureSpec(
            key=place * PER_SITE + number + 1,
            site=site.slug,
            scene=names[number % len(names)],
            seed=rng.getrandbits(32),
            color=site.main_color,
            alt=SCENES[names[number % len(names)]],
        )
        for place, site in enumerate(sites)
        for number in range(PER_SITE)
    ]


def draw(spec: PictureSpec) -> bytes:
    """The picture as JPEG, a chart as PNG."""
    rng = Random(spec.seed)
    base = ImageColor.getrgb(spec.color)[:3]
    picture = _sky(base, rng)
    _DRAW[spec.scene](ImageDraw.Draw(picture), base, rng)
    out = io.BytesIO()
    if spec.scene == "chart":
        picture.quantize(64).save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _mix(one: Color, other: Color, share: float) -> Color:
    """`one` with `share` of `other`."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def _sky(base: Color, rng: Random) -> Image.Image:
    top = _mix(base, (255, 255, 255), rng.uniform(0.45, 0.65))
    low = _mix((255, 240, 220), (255, 255, 255), rng.uniform(0.2, 0.8))
    strip = Image.new("RGB", (1, SIZE[1]))
    for y in range(SIZE[1]):
        strip.putpixel((0, y), _mix(top, low, min(1.0, y / SIZE[1] * 1.5)))
    return strip.resize(SIZE)


def _ridge(pen: ImageDraw.ImageDraw, base: int, height: int, color: Color, rng: Random) -> None:
    waves = [(rng.uniform(0.002, 0.012), rng.uniform(0, 6), rng.uniform(0.2, 1)) for _ in range(4)]
    line = [
        (x, base - height * sum(w * (1 + math.sin(x * f + s)) for f, s, w in waves) / 4)
        for x in range(0, SIZE[0] + 8, 8)
    ]
    pen.polygon([(0, SIZE[1]), *line, (SIZE[0], SIZE[1])], fill=color)


def _hills(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    sun = rng.randint(120, 800)
    pen.ellipse((sun, 70, sun + 90, 160), fill=(255, 248, 232))
    for step in range(4):
        _ridge(
            pen,
            380 + step * 75,
            220 - step * 35,
            _mix(base, (255, 255, 255), 0.55 - step * 0.16),
            rng,
        )


def _river(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    _ridge(pen, 330, 190, _mix(base, (255, 255, 255), 0.5), rng)
    _ridge(pen, 380, 90, _mix(base, (255, 255, 255), 0.3), rng)
    pen.rectangle((0, 380, *SIZE), fill=_mix(base, (210, 230, 240), 0.6))
    bend = rng.randint(-160, 160)
    pen.polygon(
        [(0, 640), (0, 430), (420 + bend, 385), (200 + bend, 640)],
        fill=_mix(base, (40, 60, 40), 0.35),
    )
    pen.polygon(
        [(960, 640), (960, 450), (560 + bend, 388), (760 + bend, 640)],
        fill=_mix(base, (40, 60, 40), 0.25),
    )
    for _ in range(24):
        x, y = rng.randint(300, 700) + bend, rng.randint(400, 630)
        pen.line((x, y, x + rng.randint(20, 70), y), fill=(245, 250, 252), width=2)


def _city(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    for layer in range(3):
        color = _mix(base, (255, 255, 255), 0.5 - layer * 0.22)
        x = -20
        while x < SIZE[0]:
            width, height = rng.randint(50, 110), rng.randint(140, 340) - layer * 40
            top = 600 - height
            pen.rectangle((x, top, x + width, 640), fill=color)
            if layer == 2:
                _windows(pen, x, top, width, rng)
            x += width + rng.randint(4, 26)
    pen.rectangle((0, 600, *SIZE), fill=_mix(base, (20, 30, 40), 0.4))


def _windows(pen: ImageDraw.ImageDraw, left: int, top: int, width: int, rng: Random) -> None:
    for x in range(left + 10, left + width - 14, 18):
        for y in range(top + 14, 580, 24):
            if rng.random() < 0.35:
                pen.rectangle((x, y, x + 8, y + 11), fill=(255, 232, 176))


def _bridge(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    _ridge(pen, 360, 140, _mix(base, (255, 255, 255), 0.5), rng)
    water = _mix(base, (220, 236, 244), 0.65)
    pen.rectangle((0, 400, *SIZE), fill=water)
    stone = _mix(base, (90, 90, 95), 0.5)
    pen.rectangle((0, 330, SIZE[0], 372), fill=stone)
    pen.rectangle((0, 372, SIZE[0], 440), fill=stone)
    span = rng.choice((96, 120))
    for x in range(0, SIZE[0], span):
        pen.pieslice((x + 10, 376, x + span - 10, 376 + span), 180, 360, fill=water)
        pen.rectangle((x + 10, 376 + span // 2, x + span - 10, 441), fill=water)
    for x in range(0, SIZE[0], 24):
        pen.line((x, 314, x, 330), fill=stone, width=4)
    pen.line((0, 314, SIZE[0], 314), fill=stone, width=5)


def _fields(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    _ridge(pen, 330, 90, _mix(base, (255, 255, 255), 0.5), rng)
    for row in range(6):
        y = 340 + row * row * 9
        for column in range(-2, 9):
            shade = _mix(base, (226, 214, 140), rng.uniform(0.35, 0.8))
            x = 480 + (column - 3) * (110 + row * 34)
            wide = 108 + row * 34
            low = 340 + (row + 1) * (row + 1) * 9
            pen.polygon([(x, y), (x + wide, y), (x + wide + 40, low), (x + 20, low)], fill=shade)
    for x in range(20, SIZE[0], 46):
        size = rng.randint(16, 30)
        pen.ellipse((x, 340 - size * 2, x + size, 342), fill=_mix(base, (30, 60, 30), 0.45))


def _chart(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    pen.rectangle((0, 0, *SIZE), fill=(255, 255, 255))
    font = ImageFont.load_default(26)
    value, tops = rng.randint(120, 180), []
    for y in range(120, 541, 70):
        pen.line((90, y, 900, y), fill=(225, 229, 234), width=2)
    for number in range(5):
        x, top = 140 + number * 155, 540 - value
        pen.rectangle((x, top, x + 84, 540), fill=_mix(base, (255, 255, 255), 0.35 - number * 0.08))
        pen.text((x + 42, top - 34), str(value), fill=(60, 66, 74), font=font, anchor="ma")
        pen.text((x + 42, 556), str(number + 1), fill=(60, 66, 74), font=font, anchor="ma")
        tops.append((x + 42, top - 46))
        value += rng.randint(20, 62)
    pen.line(tops, fill=_mix(base, (0, 0, 0), 0.25), width=5, joint="curve")
    pen.line((90, 540, 900, 540), fill=(60, 66, 74), width=3)


def _person(pen: ImageDraw.ImageDraw, base: Color, rng: Random) -> None:
    pen.rectangle((0, 0, *SIZE), fill=_mix(base, (255, 255, 255), rng.uniform(0.8, 0.9)))
    coat, skin = _mix(base, (30, 34, 40), 0.6), _mix((214, 190, 170), base, 0.1)
    pen.rounded_rectangle((310, 420, 650, 760), 130, fill=coat)
    pen.polygon([(430, 420), (480, 520), (530, 420)], fill=(250, 250, 250))
    pen.rounded_rectangle((440, 330, 520, 440), 36, fill=skin)
    pen.ellipse((385, 130, 575, 385), fill=skin)
    pen.pieslice((375, 105, 585, 330), 180, 360, fill=(52, 50, 50))


_DRAW: dict[str, Callable[[ImageDraw.ImageDraw, Color, Random], None]] = {
    "hills": _hills,
    "river": _river,
    "city": _city,
    "bridge": _bridge,
    "fields": _fields,
    "chart": _chart,
    "person": _person,
}
