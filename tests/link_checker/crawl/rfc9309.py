"""
RFC 9309 once more, written from its text alone and slowly: what robots.txt decisions are held against.

Each sentence can be left out, which shows what another implementation does not know.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, unquote_to_bytes, urlsplit

Rule = tuple[bool, str]

IMPLICIT = "2.2.2: The /robots.txt URI is implicitly allowed."
SPECIFIC = "2.2.2: The most specific match found MUST be used."
SPECIAL = "2.2.3: Crawlers MUST support the following special characters: * $"
COMBINED = "2.2.1: the matching groups' rules MUST be combined into one group"
ANYWHERE = "2.2: group = startgroupline *(startgroupline / emptyline) *(rule / emptyline)"
AS_WRITTEN = "2.2.2: a crawler MUST match the paths in allow and disallow rules against the URI."
SENTENCES = (IMPLICIT, SPECIFIC, SPECIAL, COMBINED, ANYWHERE, AS_WRITTEN)


def allows(text: str, agent: str, url: str, without: Collection[str] = ()) -> bool:
    """Whether an address may be asked; `without` some sentences of the standard."""
    parts = urlsplit(url)
    path = _normal(parts.path + (f"?{parts.query}" if parts.query else "")) or "/"
    if path == "/robots.txt" and IMPLICIT not in without:
        return True
    rules = _rules(text, agent, without)
    if SPECIFIC in without:
        return next(
            (allow or not rule for allow, rule in rules if _matches(rule, path, without)), True
        )
    matching = [
        (len(rule.encode()), allow)
        for allow, rule in rules
        if rule and _matches(rule, path, without)
    ]
    # Where two rules are equivalent, the one that allows is used.
    return max(matching, default=(0, True))[1]


def _rules(text: str, agent: str, without: Collection[str]) -> list[Rule]:
    product = agent.partition("/")[0].lower()
    groups: list[tuple[set[str], list[Rule]]] = []
    is_open, is_lost = False, True
    for line in re.split(r"\r\n|\r|\n", text):
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not line.strip() and ANYWHERE in without:
            is_open, is_lost = False, True
        elif colon and field == "user-agent":
            if not is_open:
                groups.append((set(), []))
            is_open, is_lost = True, False
            groups[-1][0].add(_product(value))
        elif colon and field in ("allow", "disallow"):
            is_open = False
            if groups and not (is_lost and ANYWHERE in without):
                path = value.rstrip("?") if AS_WRITTEN in without else value
                groups[-1][1].append((field == "allow", _normal(path)))
    if ANYWHERE in without:
        groups = [group for group in groups if group[1]]
    ours = [rules for agents, rules in groups if product in agents]
    found = ours or [rules for agents, rules in groups if "*" in agents]
    return [rule for rules in (found[:1] if COMBINED in without else found) for rule in rules]


def _product(value: str) -> str:
    match = re.match(r"[a-zA-Z_-]+", value)
    return match[0].lower() if match else "*" if value.startswith("*") else ""


def _matches(pattern: str, path: str, without: Collection[str]) -> bool:
    if SPECIAL in without:
        return path.startswith(pattern)
    expression = ".*".join(map(re.escape, pattern.removesuffix("$").split("*")))
    return (
        re.match(expression + ("$" if pattern.endswith("$") else ""), path, re.DOTALL) is not None
    )


def _normal(path: str) -> str:
    """2.2.2: octets outside of ASCII are compared percent-encoded, the others as they are meant."""
    kept = re.sub(r"%(2[1345fFaA]|3[bBfF])", r"%25\1", path)
    return quote(unquote_to_bytes(kept), safe="/*$?=&;:@!+,'()~%[]|^{}<>\\\"`")
