"""
Identity numbers in the open. Nobody has these: their owners would be born on the first days of 1900.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHARACTERS = "10X98765432"


def identity_number(area: str, birthday: str, order: str) -> str:
    """The eighteen characters that belong together, GB 11643."""
    digits = area + birthday + order
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + _CHARACTERS[total % 11]


_BEIJING = identity_number("110101", "19000101", "001")
_WITH_X = next(
    number
    for order in range(1, 99)
    if (number := identity_number("440103", "19000102", f"{order:03}")).endswith("X")
)


@fault(times=3)
def in_a_sentence(page: Page) -> Answers:
    """The number of a person in a list of grants."""
    text = f"<p>申请人示例甲，身份证号{_BEIJING}，符合条件。</p>"
    return [page.answer()] if page.append(text) else None


@fault()
def in_a_table(page: Page) -> Answers:
    """Two persons are two findings."""
    other = identity_number("310101", "19000103", "002")
    cells = f"<tr><td>示例乙</td><td>{_BEIJING}</td></tr><tr><td>示例丙</td><td>{other}</td></tr>"
    return [page.answer(), page.answer()] if page.append(f"<table>{cells}</table>") else None


@fault()
def with_a_small_x(page: Page) -> Answers:
    """People write the last character as they like."""
    text = f"<p>证件号码：{_WITH_X.lower()}。</p>"
    return [page.answer()] if page.append(text) else None


@fault()
def in_the_description(page: Page) -> Answers:
    """Nobody sees it, search engines show it."""
    tag = page.meta("Description")
    if tag is None:
        return None
    tag.set("content", f"示例丁（{_BEIJING}）名单公示")
    return [page.answer()]


@fault()
def neighbour_almost_a_number(page: Page) -> Answers:
    """A wrong check character, no such province, a day that never was, a day to come, a longer number."""
    wrong = _BEIJING[:-1] + str((int(_BEIJING[-1]) + 1) % 10)
    numbers = (
        wrong,
        identity_number("990101", "19000101", "001"),
        identity_number("110101", "19000230", "001"),
        identity_number("110101", "29000101", "001"),
        f"{_BEIJING}0",
        f"{_BEIJING[:6]}********{_BEIJING[-4:]}",
    )
    return [] if page.append("".join(f"<p>编号：{number}。</p>" for number in numbers)) else None
