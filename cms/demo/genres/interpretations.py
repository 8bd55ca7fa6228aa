"""
政策解读: questions and answers about a document, linked with it both ways.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import Explains, Item
from cms.demo.text import Text, cited, link, sentences


def interpretation(brief: Brief) -> Draft:
    """Explains the newest document that nobody explained yet, or any of the site's."""
    say = brief.grammar()
    document = _document(brief)
    subject = cited(document.title) if document else brief.topic.name
    title = f"{subject}政策解读"
    if not brief.is_new(title) or len(title) > 120:
        title = brief.new_title(say, "interpretation_title")
    text = Text()
    if document and document.document:
        text.p(
            "近日，", link(subject, document.key),
            f"（{document.document.number or '地方性法规'}，以下简称文件）印发。",
            "现就社会关心的问题解读如下。",
        )  # fmt: skip
        brief.archive.interpreted.add(document.key)
    for pair in say.several("question", 3, 6):
        question, _, answer = pair.partition("|")
        text.h2(question).p(sentences(answer))
    has_chart = brief.rng.random() < 0.5
    if has_chart:
        chart = brief.any_picture("chart")
        text.picture(chart.key, say.fill("图解：{topic}主要指标变化"))
    return Draft(
        title=title,
        parts=text.parts,
        summary=say.fill("从出台背景、主要内容、办理方式等方面解读{topic}有关政策。"),
        keywords=(brief.topic.name, "政策解读"),
        author=say.say("office"),
        explains=Explains(document.key, "graphic" if has_chart else "questions")
        if document
        else None,
    )


def _document(brief: Brief) -> Item | None:
    documents = brief.archive.documents(brief.site.slug)
    fresh = [item for item in documents if item.key not in brief.archive.interpreted]
    return fresh[-1] if fresh else (brief.rng.choice(documents) if documents else None)
