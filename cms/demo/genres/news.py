"""
工作动态: what the body did, with scenes, figures and voices.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.grammar import Grammar
from cms.demo.text import Text, cited, link, sentences

_AFTER = {
    "news_meeting": "after_meeting",
    "news_visit": "after_visit",
    "news_event": "after_event",
    "news_story": "progress",
}
"""Kind of news → what follows its lead."""
_PICTURE, _SHORT, _BACK_LINK, _SERIES = 0.45, 0.25, 0.3, 0.06


def news(brief: Brief) -> Draft:
    """A report; nearly half of them with a picture, some of one paragraph, some with headings."""
    say, rng = brief.grammar(), brief.rng
    kind = rng.choice(list(_AFTER))
    title, lead = _title_and_lead(brief, say, kind)
    picture = brief.any_picture() if rng.random() < _PICTURE else None
    first = sentences(lead, say.say("progress"))
    text = Text().p(first)
    if picture and rng.random() < 0.5:
        text.picture(picture.key, f"资料图：{picture.alt}")
    if rng.random() < _SHORT:
        text.p(sentences(*say.several(_AFTER[kind], 1, 2)))
    else:
        _report(text, brief, say, _AFTER[kind])
    return Draft(
        title=title,
        subtitle=say.fill("——{topic}系列报道之{1-9}") if rng.random() < _SERIES else "",
        parts=text.parts,
        summary=first,
        keywords=(brief.topic.name, brief.column.title),
        author=say.say("person"),
        source=say.fill("{short}") if rng.random() < 0.6 else "示例日报",
        picture=picture.key if picture else None,
    )


def study(brief: Brief) -> Draft:
    """国务院信息, told as what the city government heard and decided about it."""
    say = brief.grammar()
    title = brief.new_title(say, "study_title")
    text = Text().p(sentences(*say.several("study", 2, 3)))
    text.p(sentences(*say.several("after_meeting", 2, 3))).p(sentences(say.say("next_step")))
    return Draft(title=title, parts=text.parts, keywords=(brief.topic.name,), source="市政府办公室")


def reprint(brief: Brief) -> Draft:
    """部门动态 of the portal: a mere link to a department's news, or news while there is none."""
    recent = [
        item
        for item in brief.archive.items[-160:]
        if item.column == "gzdt" and not item.also_in and brief.is_new(item.title)
    ]
    if not recent:
        return news(brief)
    item = brief.rng.choice(recent[-12:])
    return Draft(
        title=item.title, parts=(), summary=item.summary, source=item.body, reprints=item.key
    )


def _title_and_lead(brief: Brief, say: Grammar, kind: str) -> tuple[str, str]:
    title, _, lead = brief.new_title(say, kind, apart="|").partition("|")
    return title, lead


def _report(text: Text, brief: Brief, say: Grammar, after: str) -> None:
    rng = brief.rng
    text.p(sentences(*say.several(after, 2, 3)))
    if rng.random() < 0.6:
        text.p(sentences(say.say("quoted"), say.say("progress")))
    if rng.random() < 0.4:
        for measure in say.several("measure", 2, 3):
            text.h2(measure).p(
                sentences(*say.several("progress", 2, 2), *say.several("detail", 0, 1))
            )
    documents = [
        item
        for item in brief.archive.documents(brief.site.slug)
        if item.document and item.document.subject == brief.topic.subject
    ]
    if documents and rng.random() < _BACK_LINK:
        document = rng.choice(documents[-6:])
        text.p("有关文件见", link(cited(document.title), document.key), "。")
    text.p(sentences(*say.several("next_step", 1, 2)))
