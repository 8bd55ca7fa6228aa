"""
工作动态: what the body did, with scenes, figures and voices.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.text import Text, link, sentences

_LONG_TITLE, _PICTURE, _SHORT, _BACK_LINK = 0.04, 0.45, 0.25, 0.3


def news(brief: Brief) -> Draft:
    """A report; nearly half of them with a picture, some long, a few with a very long title."""
    say, rng = brief.grammar(), brief.rng
    is_long = rng.random() < _LONG_TITLE
    title = brief.new_title(say, "long_news_title" if is_long else "news_title").replace(
        "市市", "市"
    )
    picture = brief.any_picture() if rng.random() < _PICTURE else None
    lead = sentences(say.say("scene"), *say.several("progress", 1, 1))
    text = Text().p(lead)
    if picture and rng.random() < 0.5:
        text.picture(picture.key, say.fill("{topic}工作现场示意"))
    if rng.random() < _SHORT:
        text.p(sentences(*say.several("next_step", 1, 2)))
    else:
        _report(text, brief)
    return Draft(
        title=title,
        subtitle=say.fill("——{topic}工作系列报道之{1-9}") if rng.random() < 0.06 else "",
        parts=text.parts,
        summary=lead[:120],
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
    text.p(sentences(*say.several("meeting", 2, 3))).p(sentences(say.say("next_step")))
    return Draft(title=title, parts=text.parts, keywords=(brief.topic.name,), source="市政府办公室")


def reprint(brief: Brief) -> Draft:
    """部门动态 of the portal: a mere link to a department's news, or news while there is none."""
    recent = [
        item
        for item in brief.archive.items[-160:]
        if item.column == "gzdt" and brief.is_new(item.title)
    ]
    if not recent:
        return news(brief)
    item = brief.rng.choice(recent[-12:])
    return Draft(
        title=item.title, parts=(), summary=item.summary, source=item.body, reprints=item.key
    )


def _report(text: Text, brief: Brief) -> None:
    say, rng = brief.grammar(), brief.rng
    text.p(sentences(*say.several("progress", 2, 3)))
    text.p(sentences(say.say("quoted"), *say.several("progress", 1, 2)))
    if rng.random() < 0.4:
        text.h2(say.fill("{measure}"))
        text.p(sentences(*say.several("meeting", 2, 3)))
        text.h2(say.fill("{aim}"))
    text.p(sentences(*say.several("meeting", 1, 2)))
    documents = brief.archive.documents(brief.site.slug)[-8:]
    if documents and rng.random() < _BACK_LINK:
        document = rng.choice(documents)
        text.p("有关文件见", link(f"《{document.title}》", document.key), "。")
    text.p(sentences(*say.several("next_step", 1, 2)))
