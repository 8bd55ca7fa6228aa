"""
领导之窗 and 机构职能: who governs, and what each body does.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import LeaderSpec, Row
from cms.demo.text import Text, sentences

POSTS = {
    True: ("市委副书记、市长", "市委常委、常务副市长", "副市长", "副市长", "副市长", "秘书长"),
    False: ("党组书记、局长", "党组成员、副局长", "党组成员、副局长", "总工程师（总会计师）"),
}
"""The posts on a portal and on a department's site, by rank."""
_SURNAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def leader(brief: Brief) -> Draft:
    """One leader; the names of a site's leaders run on, so that no two in the city are the same."""
    say, rank = brief.grammar(), brief.place
    post = POSTS[brief.site.is_portal][rank]
    at = [site.slug for site in brief.cluster].index(brief.site.slug)
    name = f"示例{_SURNAMES[rank]}{_SURNAMES[-at - 1]}"
    tasks = say.several("measure", 2, 3)
    lead = "领导全面工作" if rank == 0 else "协助主要负责同志工作"
    duties = "".join(f"<li>{sentences(task)}</li>" for task in tasks)
    born, joined = 1966 + 2 * rank, 1990 + 2 * rank
    text = Text().p(
        sentences(
            f"{name}，汉族，{born}年{rank + 3}月生，大学学历，{joined}年7月参加工作",
            f"历任示例市有关部门科员、副科长、科长、副主任，现任{brief.site.host_body}{post}",
        )
    )
    return Draft(
        title=name,
        parts=text.p("（人名和经历均为虚构。）").parts,
        picture=brief.any_picture("person").key,
        keywords=("领导", "分工"),
        leader=LeaderSpec(post, f"<p>{lead}。负责：</p><ul>{duties}</ul>", rank + 1),
    )


def functions(brief: Brief) -> Draft:
    """机构职能: on the portal a page for each body, on a department's site its own."""
    sites = brief.cluster if brief.site.is_portal else (brief.site,)
    site = sites[brief.place % len(sites)]
    text = Text().table("内设机构一览表", _offices(brief, site.contact.phone))
    return Draft(
        title=f"{site.host_body}机构职能",
        parts=text.parts,
        keywords=("机构职能",),
        describes=site.host_body,
    )


def _offices(brief: Brief, phone: str) -> list[Row]:
    say = brief.grammar()
    rows: list[Row] = [("机构", "职责", "联系电话")]
    for number, office in enumerate(say.several("office", 7, 7), 1):
        rows.append((office, say.say("measure"), f"{phone}转80{number}"))
    return rows
