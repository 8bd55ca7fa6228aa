"""
What a reader's words ask for.

The language is small on purpose, so that nothing a reader types is an error: words are divided by
white space and must all occur; each is a phrase, character by character; quotation marks of any
kind hold words together. There are no operators and nothing nests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.search.texts import Phrase
from sites.text import fold, index_terms, number_key, runs

MAX_QUERY_BYTES = 512
MAX_CLAUSES = 16

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂〝〞", '"'))
_CLAUSE = re.compile(r'"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+)')
_HAS_DIGIT = re.compile(r"\d")


class UnusableQueryError(ValueError):
    """
    Nothing can be looked up; the message is a sentence for the reader.
    """


@dataclass(frozen=True, slots=True)
class Clause:
    """
    A phrase that must occur.
    """

    phrase: Phrase
    terms: frozenset[str]
    """What the index is asked for; empty for a single character, which only the texts can answer."""

    @property
    def is_one_term(self) -> bool:
        """
        Whether the index alone is exact: the phrase is a word or a pair of characters.
        """
        return self.terms == {self.phrase.text}


@dataclass(frozen=True, slots=True)
class Query:
    """
    What is to be found: documents that hold every clause, or that bear the number.
    """

    clauses: tuple[Clause, ...]
    number_key: str
    """The key of a 文号 or 索引号, if the whole query may be one, else empty."""


def parse_query(text: str) -> Query:
    """
    The query behind a reader's words; raises `UnusableQueryError` for none or too many of them.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_QUERY_BYTES:
        raise UnusableQueryError("检索词太长。请缩短到一百七十个汉字以内再试。")
    phrases = dict.fromkeys(_phrases(text))
    if not phrases:
        raise UnusableQueryError("请输入要查找的词语、标题或者文号。")
    if len(phrases) > MAX_CLAUSES:
        raise UnusableQueryError(f"检索词太多。请保留最重要的几个词，最多{MAX_CLAUSES}个。")
    return Query(
        clauses=tuple(Clause(Phrase(phrase), frozenset(index_terms(phrase))) for phrase in phrases),
        number_key=number_key(text) if _HAS_DIGIT.search(text) else "",
    )


def _phrases(text: str) -> list[str]:
    phrases = []
    for match in _CLAUSE.finditer(text.translate(_QUOTES)):
        phrase = fold(match["quoted"] or match["word"] or "")
        if match["word"]:
            phrase = _without_outer_punctuation(phrase)
        if any(runs(phrase)):
            phrases.append(phrase)
    return phrases


def _without_outer_punctuation(phrase: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", phrase)
