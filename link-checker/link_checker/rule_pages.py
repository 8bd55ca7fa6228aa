"""
The pages under `docs/rules/`: each rule's docstring, and what the indicators make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from link_checker.indicators import IndicatorSet, indicator_sets, load_indicators
from link_checker.registry import AnyRule, all_rules

_NOTE = "<!-- Made by `link-checker rules --docs docs/rules` out of the rule's docstring. -->"


def write_pages(folder: Path) -> int:
    """Writes a page for each rule and an index; pages of rules that are gone go too. Their number."""
    pages = rule_pages()
    folder.mkdir(parents=True, exist_ok=True)
    for stale in {path.name for path in folder.glob("*.md")} - pages.keys():
        (folder / stale).unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(pages)


def rule_pages() -> dict[str, str]:
    """File name → Markdown."""
    rules = all_rules()
    sets = [load_indicators(name) for name in indicator_sets()]
    pages = {f"{name}.md": _page(rule, sets) for name, rule in rules.items()}
    return {"README.md": _index(rules.values()), **pages}


def _index(rules: Iterable[AnyRule]) -> str:
    lines = [_NOTE, "", "# Rules", "", "| rule | 名称 | finds |", "|---|---|---|"]
    lines += [
        f"| [{rule.name}]({rule.name}.md) | {rule.text.title} | {rule.text.summary} |"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def _page(rule: AnyRule, sets: Iterable[IndicatorSet]) -> str:
    text = rule.text
    parts = [
        _NOTE,
        f"# {rule.name}",
        f"**{text.title}**: {text.summary}",
        f"**Looks at** {text.looks_at}.",
        f"**Reports** {text.reports}.",
        f"**Undecided** {text.undecided}.",
        f"**Remedy** {text.remedy}。",
    ]
    if rule.labels:
        parts.append(f"**Sorts of findings** {', '.join(f'`{label}`' for label in rule.labels)}.")
    parts += _shown("Wrong", text.wrong) + _shown("Right", text.right)
    worth = [line for chosen in sets for line in _worth(rule, chosen)]
    parts.append("## Counted under\n\n" + "\n".join(worth or ["Nothing: its findings are advice."]))
    return "\n\n".join(parts) + "\n"


def _shown(word: str, examples: tuple[str, ...]) -> list[str]:
    if not examples:
        return []
    blocks = "\n\n".join(examples)
    return [f"**{word}**", f"```html\n{blocks}\n```"]


def _worth(rule: AnyRule, indicators: IndicatorSet) -> Iterator[str]:
    for line in indicators.indicators:
        if rule.name in line.rules:
            yield f"- `{indicators.name}` {line.id} {line.title}：{line.clause}"
