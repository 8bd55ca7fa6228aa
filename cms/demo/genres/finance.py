"""
财政信息: budgets and accounts, with tables that add up.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import Row
from cms.demo.text import Text, sentences

_ITEMS = (
    "一般公共服务支出",
    "教育支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "城乡社区支出",
    "农林水支出",
    "住房保障支出",
    "其他支出",
)


def finance(brief: Brief) -> Draft:
    """What the month of publication brings: the year's budget, last year's accounts, progress."""
    say, body = brief.grammar(), brief.site.host_body
    title = _title(brief)
    rows = table(brief)
    total = rows[-1]
    text = (
        Text()
        .h2("一、单位概况")
        .p(sentences(say.fill("{body}承担{topic}等职责"), say.say("article_duty")))
    )
    text.h2("二、收支情况").p(
        f"预算总计{total[1]}万元，执行数总计{total[2]}万元，结余资金按规定结转或者收回，比上年增长{total[3]}%。"
    )
    text.table("收支情况表（单位：万元）", rows)
    text.h2("三、有关说明").ol(
        [
            "“三公”经费按照只减不增的要求安排，未安排因公出国（境）费用。",
            sentences(say.fill("重点项目支出用于{measure}，绩效目标为{figure}")),
            "表中数据因四舍五入，分项合计与总计可能略有差异。",
        ]
    )
    text.h2("四、名词解释").p(
        "一般公共预算：对以税收为主体的财政收入，安排用于保障和改善民生等方面的收支预算。"
    )
    file = brief.add_file(f"{title}公开表", brief.rng.choice(("xlsx", "csv", "pdf")), rows)
    text.signed(body, brief.signed_day())
    return Draft(title=title, parts=text.parts, keywords=("预算", "决算"), attachments=(file,))


def procurement(brief: Brief) -> Draft:
    """政府采购: intentions, with what is wanted and for how much."""
    say, rng = brief.grammar(), brief.rng
    title = brief.new_title(say, "procurement_title", brief.site.host_body)
    rows = [("序号", "项目名称", "预算（万元）", "预计采购时间")]
    for number, activity in enumerate(say.several("measure", 3, 6), 1):
        when = f"{brief.day.year}年{min(12, brief.day.month + rng.randint(0, 2))}月"
        rows.append((str(number), f"“{activity}”服务项目", f"{rng.randint(20, 900):,}.00", when))
    text = Text().p(
        sentences(say.fill("为便于供应商及时了解采购信息，{basis}，现将有关情况公开如下"))
    )
    text.table("采购意向一览表", rows)
    text.p("本次公开的采购意向是初步安排，具体以采购公告和采购文件为准。").signed(
        brief.site.host_body, brief.signed_day()
    )
    return Draft(title=title, parts=text.parts, keywords=("政府采购",))


def table(brief: Brief) -> list[Row]:
    """Budget and spending by item, in 万元 with two places, and their exact sum."""
    rng = brief.rng
    rows: list[Row] = [("项目", "预算数", "执行数", "比上年增长（%）")]
    sums = [0, 0]
    for name in rng.sample(_ITEMS, rng.randint(5, len(_ITEMS))):
        budget = rng.randint(20_000, 900_000)
        spending = budget - rng.randint(0, budget // 20)
        sums = [sums[0] + budget, sums[1] + spending]
        rows.append((name, _money(budget), _money(spending), f"{rng.uniform(-3, 9):.1f}"))
    return [*rows, ("合计", _money(sums[0]), _money(sums[1]), f"{rng.uniform(0.5, 5):.1f}")]


def _money(hundredths: int) -> str:
    return f"{hundredths / 100:,.2f}"


def _title(brief: Brief) -> str:
    year, month, body = brief.day.year, brief.day.month, brief.site.host_body
    if month <= 4:
        choices = (f"{body}{year}年部门预算", f"{body}{year}年项目支出绩效目标")
    elif month <= 7:
        choices = (f"{body}{year}年上半年预算执行情况", f"{body}{year}年专项资金分配结果")
    elif month <= 10:
        choices = (f"{body}{year - 1}年部门决算", f"{body}{year - 1}年项目绩效评价报告")
    else:
        choices = (f"{body}{year}年前三季度预算执行情况", f"{body}{year}年预算调整方案")
    fresh = [title for title in choices if brief.is_new(title)]
    name = f"{body}{year}年{brief.topic.name}资金使用情况"
    return fresh[0] if fresh else (name if brief.is_new(name) else f"{name}（{month}月）")
