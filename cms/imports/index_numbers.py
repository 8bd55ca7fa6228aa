"""
索引号: the forms that live government sites are known to use.

An imported number is kept as it is, whatever its form; one that matches none of these is reported.
"""

from __future__ import annotations

import re

_FORMS = tuple(
    re.compile(form)
    for form in (
        r"[0-9A-Za-z]{9}/(19|20)\d{2}-\d{5}",  # national: organisation code, year, serial
        r"[0-9A-Z]{17,19}/\d{4}-\d{5}",  # 统一社会信用代码 in front
        r"\d{7,8}-[0-9X]/\d{4}-\d{5}",  # organisation code with its hyphen
        r"[0-9A-Z]{17,19}/\d{6}-\d{5}",  # credit code, year and month
        r"[0-9A-Z]+-[0-9A-Z]+-[0-9A-Z]+-[0-9A-Z]+-(19|20)\d{6}-\d+",  # Ningbo: six parts
        r"[0-9A-Z]{5,7}-[0-9A-Z]+-(19|20)\d{2}-\d+",  # area and body, class, year, serial
    )
)


def has_known_form(index_number: str) -> bool:
    """Whether the number has the national form or one of its known local variants."""
    return any(form.fullmatch(index_number) for form in _FORMS)
