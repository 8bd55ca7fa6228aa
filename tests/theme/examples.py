"""
One smallest and one fullest example of every page type: invented content of 示例市, hard cases included.

They are the contract between templates and `builder.contexts`, and the pages the browser tests open.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from builder.charts import bar_chart
from builder.contexts import (
    Accessibility,
    Article,
    Attachment,
    Body,
    BodyProfile,
    Catalogue,
    Colors,
    Contact,
    DataRelease,
    Emergency,
    Exchange,
    Field,
    Figure,
    GazetteIssue,
    Gone,
    Home,
    Interpretation,
    Interview,
    Item,
    Leader,
    Leaving,
    LifeEvent,
    Link,
    Listing,
    MetaTag,
    Moved,
    NotFound,
    Overview,
    Pager,
    Picture,
    PolicyDocument,
    Search,
    Section,
    Site,
    Sitemap,
    StandingPage,
    Topic,
)
from builder.linked_data import data_block
from builder.qr import qr_code
from builder.traditional import HERE

LONG_TITLE = (
    "示例市人民政府办公室关于进一步优化营商环境更好服务市场主体促进民营经济高质量发展若干措施"
    "（2026—2028年）的通知及其任务分工表"
)
RARE_NAMES = "㼆里镇党委书记𠮷田同志"

COLUMNS = tuple(
    Link(title, f"/{slug}/")
    for slug, title in {
        "zwyw": "要闻动态",
        "zwgk": "政府信息公开",
        "zcwj": "政策文件",
        "jd": "政策解读",
        "bsfw": "办事服务",
        "hdjl": "互动交流",
        "sjfb": "数据发布",
        "zt": "专题专栏",
    }.items()
)

FURTHER = (Link("关于本站", "/gybz/"),)

PORTAL = Site(
    slug="portal",
    name="示例市人民政府门户网站",
    short_name="示例市政府",
    is_portal=True,
    domain="www.example.gov.cn",
    site_id_code="9999990001",
    host_body="示例市人民政府办公室",
    operating_body="示例市大数据管理局",
    icp_number="示ICP备99999999号-1",
    police_number="示公网安备 99999902000001号",
    error_report_url="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9999990001",
    conac_url="https://bszs.conac.cn/sitename?method=show&id=99999900010001",
    contact=Contact(
        phone="0999-12345",
        email="webmaster@example.gov.cn",
        address="示例市示例区人民大道1号",
        postcode="999990",
        hours="工作日 9:00—12:00、14:00—17:30",
    ),
    logo_href="",
    home_href="/",
    search_href="/search/",
    sitemap_href="/sitemap.html",
    elder_href="/elder/",
    traditional_href=f"/hant{HERE}",
    accessibility_href="/accessibility.html",
    portal=None,
)

DEPARTMENT = replace(
    PORTAL,
    slug="water",
    name="示例市水务局",
    short_name="市水务局",
    is_portal=False,
    domain="slj.example.gov.cn",
    operating_body="",
    contact=Contact(phone="0999-1234567", email="", address="", postcode="", hours=""),
    portal=Link("示例市人民政府门户网站", "https://www.example.gov.cn/", is_external=False),
)

COLORS = {
    PORTAL.slug: Colors(main="#1f5fa8", dark="#153f70", tint="#e9eff6", on_main="#ffffff"),
    DEPARTMENT.slug: Colors(main="#8c1f28", dark="#5d151b", tint="#f6e9ea", on_main="#ffffff"),
}
QUIET = {"notice_text": ""}
NOTICING = {"notice_text": "因系统维护，11月28日（星期六）8:00至12:00在线办事暂停，请提前安排。"}

SUCCESSOR = Link("示例市优化营商环境条例实施办法", "/zcwj/2026-09/9.html")
BARE_ITEM = Item(
    title=f"{RARE_NAMES}慰问一线职工",
    href="/zwyw/undated/1.html",
    date="",
    summary="",
    document_number="",
    validity="",
    validity_label="",
    successor=None,
    issuing_body="",
    index_number="",
    form_label="",
    post="",
    is_archived=False,
    is_pinned=False,
    is_external=False,
    picture=None,
)

FULL_ITEM = replace(
    BARE_ITEM,
    title=LONG_TITLE,
    href="/zcwj/2026-03/2.html",
    date="2026-03-01",
    summary="二十二条措施，自2026年4月1日起施行。",
    document_number="示政办规〔2026〕3号",
    validity="repealed",
    validity_label="已废止",
    successor=SUCCESSOR,
    issuing_body="示例市人民政府办公室",
    index_number="99999900010001/2026-00003",
    form_label="图解",
    post="",
    is_archived=True,
    is_pinned=True,
    is_external=True,
    picture=Picture("/media/9/wide.png", "市民在政务服务大厅窗口办理业务", 960, 540),
)

NEWS = (
    replace(
        FULL_ITEM,
        document_number="",
        validity="",
        validity_label="",
        successor=None,
        form_label="",
        is_archived=False,
        is_external=False,
        title="市政府召开常务会议研究水资源节约集约利用工作",
        date="2026-11-23",
        is_pinned=False,
    ),
    *(
        replace(BARE_ITEM, title=title, href=f"/zwyw/2026-11/{number}.html", date=date)
        for number, (title, date) in enumerate(
            (
                ("示例市入选全国海绵城市建设示范名单，Smart Water 平台上线试运行", "2026-11-22"),
                ("第十五届示例市科技活动周开幕", "2026-11-21"),
                ("市领导调研老旧小区供水管网改造工程进展情况", "2026-11-20"),
                ("全市“高效办成一件事”重点事项增至三十项", "2026-11-19"),
                (LONG_TITLE, "2026-11-18"),
                ("示例江跨江大桥主桥合龙", "2026-11-17"),
            ),
            start=10,
        )
    ),
)

DOCUMENT_ITEMS = tuple(
    replace(
        FULL_ITEM,
        title=title,
        href=f"/zcwj/2026-0{number}/{number}.html",
        date=f"2026-0{number}-15",
        document_number=f"示政办规〔2026〕{number}号",
        index_number=f"99999900010001/2026-0000{number}",
        validity=validity,
        validity_label=label,
        successor=SUCCESSOR if validity == "repealed" else None,
        form_label="",
        is_archived=False,
        is_pinned=number == 9,
        is_external=False,
        picture=None,
    )
    for number, title, validity, label in (
        (9, LONG_TITLE, "in_force", "有效"),
        (8, "示例市城市供水管理办法", "in_force", "有效"),
        (7, "示例市人民政府关于印发示例市节约用水规定的通知", "amended", "已修改"),
        (6, "关于公布示例市2026年度重大行政决策事项目录的通知", "in_force", "有效"),
        (5, "示例市机关事业单位差旅费管理暂行办法", "repealed", "已废止"),
        (4, "示例市二〇二五年防汛抗旱应急预案", "expired", "已失效"),
    )
)

WIDE_TABLE = (
    '<div class="scroll" role="group" aria-label="表格" tabindex="0"><table>'
    "<caption>示例市各区用水量</caption><tr>"
    + "".join(f'<th scope="col">{month}月（万立方米）</th>' for month in range(1, 13))
    + "</tr><tr>"
    + "".join(f"<td>1,2{month:02}.5</td>" for month in range(12))
    + "</tr></table></div>"
)

BODY = Markup(
    '<p class="no-indent">各区人民政府，市政府各部门：</p>'
    "<p>为深入贯彻落实党中央、国务院关于优化营商环境的决策部署，持续提升政务服务水平，"
    "结合本市实际，制定本措施。相关数据通过 Open Data API 2.0 接口公布，参见"
    '<a href="/sjfb/">数据发布</a>和<a href="https://www.example.org/" rel="external noopener">外部资料</a>。</p>'
    "<h2>一、总体要求</h2><p>坚持以人民为中心，坚持问题导向、系统观念，到2028年，"
    "企业开办时间压缩至0.5个工作日，政务服务事项全程网办率达到98%。</p>"
    "<h3>（一）基本原则</h3><p>公开透明、便民高效、依法行政。㼆里镇、𠮷田街道先行先试。</p>"
    f"<ul><li>一窗受理；</li><li>限时办结。</li></ul>{WIDE_TABLE}"
    "<blockquote><p>本措施由市政府办公室负责解释。</p></blockquote>"
    '<p class="align-center">（此件公开发布）</p>'
    '<p class="align-right">示例市人民政府办公室</p><p class="align-right">2026年2月26日</p>'
)

BASE: dict[str, Any] = {
    "site": PORTAL,
    "title": "示例页面_示例市人民政府门户网站",
    "here": "/",
    "canonical": "",
    "traditional": "",
    "common_meta": (),
    "meta": (),
    "data": Markup(),
    "crumb_data": Markup(),
    "header": Markup(),
    "footer": Markup(),
    "crumbs": (),
    "feeds": (),
}

FULL_BASE: dict[str, Any] = BASE | {
    "site": DEPARTMENT,
    "title": "示例页面_通知公告_示例市水务局",
    "here": "/zwgk/tzgg/2026-03/2.html",
    "canonical": "https://slj.example.gov.cn/zwgk/tzgg/2026-03/2.html",
    "traditional": "https://slj.example.gov.cn/hant/zwgk/tzgg/2026-03/2.html",
    "common_meta": (MetaTag("SiteName", "示例市水务局"), MetaTag("ColumnName", "通知公告“二”")),
    "meta": (MetaTag("ArticleTitle", "示例页面"),),
    "data": data_block({"@type": "WebPage", "name": "示例页面</script>"}),
    "crumb_data": data_block({"@type": "BreadcrumbList"}),
    "crumbs": (Link("首页", "/"), Link("政府信息公开", "/zwgk/"), Link("通知公告", "/zwgk/tzgg/")),
    "feeds": (
        Link("通知公告（Atom）", "/zwgk/tzgg/atom.xml"),
        Link("通知公告（RSS）", "/zwgk/tzgg/rss.xml"),
    ),
}

PORTAL_BASE: dict[str, Any] = FULL_BASE | {"site": PORTAL}

ARTICLE: dict[str, Any] = {
    "heading": "示例江跨江大桥主桥合龙",
    "subtitle": "",
    "published": "",
    "updated": "",
    "source": "",
    "author": "",
    "editor": "",
    "summary": "",
    "body": Markup("<p>主桥于今日合龙。</p>"),
    "is_body_missing": False,
    "correction": "",
    "corrected": "",
    "picture": None,
    "attachments": (),
    "qr": qr_code("https://slj.example.gov.cn/zwgk/tzgg/2026-03/2.html"),
    "previous": None,
    "next": None,
}

FULL_ARTICLE: dict[str, Any] = ARTICLE | {
    "heading": LONG_TITLE,
    "subtitle": "二〇二六年第三次市政府常务会议通过",
    "published": "2026-03-01 09:30",
    "updated": "2026-03-02 10:00",
    "source": "示例市人民政府办公室",
    "author": RARE_NAMES,
    "editor": "示小例",
    "summary": "《措施》共二十二条，自2026年4月1日起施行，有效期三年。",
    "body": BODY,
    "correction": "第二条的办理时限原为“三个工作日”，应为“0.5个工作日”。",
    "corrected": "2026年3月2日",
    "picture": FULL_ITEM.picture,
    "attachments": (
        Attachment("任务分工表", "/media/57/分工表.pdf", "PDF 文件", "1.2 MB"),
        Attachment(
            "示例市政务服务事项办理流程优化情况登记表（2026年修订版）",
            "/media/58/b.docx",
            "Word 文档",
            "48 KB",
        ),
    ),
    "previous": Link("示例市城市供水管理办法", "/zcwj/2026-02/1.html"),
    "next": Link(LONG_TITLE, "/zcwj/2026-04/4.html"),
}

DOCUMENT: dict[str, Any] = ARTICLE | {
    "document_number": "",
    "index_number": "",
    "fields": (),
    "validity": "",
    "validity_label": "",
    "life": (),
    "successor": None,
    "changes": (),
    "interpretations": (),
    "gathered_in": (),
}

FULL_DOCUMENT: dict[str, Any] = (
    DOCUMENT
    | FULL_ARTICLE
    | {
        "picture": None,
        "subtitle": "",
        "document_number": "示政办规〔2026〕3号",
        "index_number": "99999900010001/2026-00003",
        "fields": (
            Field("索引号", "99999900010001/2026-00003", is_number=True),
            Field("主题分类", "综合政务\\政务公开"),
            Field("发布机构", "示例市人民政府办公室"),
            Field("成文日期", "2026年2月26日"),
            Field("标题", LONG_TITLE),
            Field("文号", "示政办规〔2026〕3号", is_number=True),
            Field("发布日期", "2026年3月1日"),
            Field("施行日期", "2026年4月1日"),
            Field("有效性", "已废止"),
        ),
        "validity": "repealed",
        "validity_label": "已废止",
        "life": (
            LifeEvent("修改", "2026年6月1日", Link(LONG_TITLE, "/zcwj/2026-05/7.html"), "", True),
            LifeEvent("废止", "2026年9月1日", SUCCESSOR, "", True),
        ),
        "successor": SUCCESSOR,
        "changes": (
            LifeEvent("修改", "2026年4月1日", Link("示例市节约用水规定", "/zcwj/1.html"), "", True),
            LifeEvent("废止", "2027年4月1日", Link(LONG_TITLE, "/zcwj/2.html"), "", False),
        ),
        "interpretations": (
            replace(BARE_ITEM, title="一图读懂《若干措施》", date="2026-03-03", form_label="图解"),
            replace(BARE_ITEM, title="《若干措施》政策解读", date="2026-03-02"),
        ),
        "gathered_in": (
            replace(BARE_ITEM, title="示例市人民政府公报2026年第3期", date="2026-03-15"),
            replace(BARE_ITEM, title="优化营商环境专题", date="2025-06-01", is_archived=True),
        ),
    }
)

FIGURES = (
    ("公共汽车", "1,204", "3.1"),
    ("轨道交通（含市域快线、机场联络线和有轨电车）", "896", "-0.4"),
    ("轮渡", "-12", "0"),
)
PEOPLE = tuple(
    replace(
        BARE_ITEM,
        title=name,
        href=f"/ldzc/{number}.html",
        post=post,
        picture=Picture("/media/9/card.png", f"{name}的照片", 480, 320),
    )
    for number, (name, post) in enumerate(
        (("示例甲", "市委副书记、市长"), ("示例乙", "市委常委、常务副市长"), ("示例𠮷", "副市长"))
    )
)

PAGER = Pager(newest=None, newer=None, older=None, years=())
FULL_PAGER = Pager(
    newest=Link("最新", "/zcwj/"),
    newer=Link("较新一页", "/zcwj/page/2025/3.html"),
    older=Link("较早一页", "/zcwj/page/2025/1.html"),
    years=(
        *(
            Link(str(year), f"/zcwj/page/{year}/1.html", is_current=year == 2025)
            for year in range(2026, 2009, -1)
        ),
        Link("未注明日期", "/zcwj/page/undated/1.html"),
    ),
)

LISTING: dict[str, Any] = {
    "heading": "通知公告",
    "description": "",
    "children": (),
    "subjects": (),
    "items": (BARE_ITEM,),
    "pager": PAGER,
    "year": "",
}

FULL_LISTING: dict[str, Any] = {
    "heading": "政策文件",
    "description": "市政府及市政府办公室印发的规范性文件和其他公开文件，注明文号和有效性。",
    "children": (
        Link("市政府文件", "/zcwj/szf/", is_current=True),
        Link("规范性文件", "/zcwj/gfx/"),
    ),
    "subjects": (
        Link("全部", "/zcwj/"),
        Link("综合政务", "/zcwj/subject/00000001/", is_current=True),
        Link("国民经济管理、国有资产监管", "/zcwj/subject/00000002/"),
    ),
    "items": (FULL_ITEM, *DOCUMENT_ITEMS, *NEWS, BARE_ITEM),
    "pager": FULL_PAGER,
    "year": "2025",
}

SECTIONS = (
    Section(COLUMNS[0], NEWS),
    Section(Link("通知公告", "/zwgk/tzgg/"), NEWS[1:6]),
    Section(COLUMNS[2], DOCUMENT_ITEMS),
    Section(COLUMNS[3], (BARE_ITEM,)),
    Section(COLUMNS[6], ()),
)

TOPICS = tuple(
    replace(BARE_ITEM, title=title, href=f"/ztzl/{at}.html", date="2026-03-01", picture=picture)
    for at, (title, picture) in enumerate(
        (
            ("优先发展公共交通专题", FULL_ITEM.picture),
            ("数字政府建设专题", None),
            (LONG_TITLE, None),
        )
    )
)
BLOCKS = (
    *SECTIONS[:2],
    Section(
        Link("服务入口", ""),
        (),
        "links",
        links=(
            *(Link(name, "/zwfw/") for name in ("公积金查询", "不动产登记", "企业开办一件事")),
            Link("水费缴纳（外部）", "https://www.example.org/", is_external=True),
        ),
    ),
    Section(COLUMNS[2], DOCUMENT_ITEMS[:4], "documents"),
    SECTIONS[3],
    Section(COLUMNS[7], TOPICS, "topics"),
    Section(Link("领导之窗", "/ldzc/"), PEOPLE, "leaders"),
    Section(
        COLUMNS[6],
        (replace(BARE_ITEM, title="2026年9月示例市公共交通主要数据", date="2026-10-09"),),
        "data",
        figures=(Figure("公共汽车客运量", "1,204", "万人次"), Figure("轮渡", "-12", "")),
    ),
)

EMERGENCY = Emergency(
    "台风红色预警",
    "今日18时起全市停课、停运，请减少外出。",
    Link("示例市防汛防台风应急指挥部第1号令", "/tzgg/1.html"),
)

EXAMPLES: dict[str, Any] = {
    "home.minimal": Home(
        **BASE, **QUIET, headline=None, sections=(), hot_words=(), departments=(), catalogue=None
    ),
    "home.full": Home(
        **PORTAL_BASE,
        **NOTICING,
        headline=replace(FULL_ITEM, title="示例市国民经济和社会发展第十六个五年规划纲要公布"),
        sections=BLOCKS,
        hot_words=tuple(
            Link(word, f"/search/?q={word}") for word in ("公积金提取", "户口迁移", "供水收费标准")
        ),
        departments=tuple(
            Link(f"市{name}局", f"https://{index}.example.gov.cn/")
            for index, name in enumerate(
                ("水务", "教育", "财政", "交通运输", "卫生健康", "人力资源和社会保障")
            )
        ),
        catalogue=Link("政策文件总目录", "/catalogue/"),
    ),
    "home.pictureless": Home(
        **BASE,
        **QUIET,
        headline=None,
        sections=SECTIONS[1:3],
        hot_words=(),
        departments=(),
        catalogue=None,
    ),
    "home.single": Home(
        **BASE,
        **QUIET,
        headline=None,
        sections=(Section(COLUMNS[0], NEWS[:1]),),
        hot_words=(),
        departments=(),
        catalogue=None,
    ),
    "home.emergency": Home(
        **BASE,
        **QUIET,
        headline=None,
        sections=SECTIONS[:2],
        hot_words=(),
        departments=(),
        catalogue=None,
    ),
    "list.minimal": Listing(**BASE, **QUIET, **LISTING),
    "list.empty": Listing(**BASE, **QUIET, **(LISTING | {"items": ()})),
    "list.people": Listing(
        **PORTAL_BASE,
        **QUIET,
        heading="领导之窗",
        description="市政府领导的照片、简历和工作分工",
        children=(),
        subjects=(),
        items=PEOPLE,
        pager=PAGER,
        year="",
    ),
    "list.full": Listing(**FULL_BASE, **NOTICING, **FULL_LISTING),
    "overview.minimal": Overview(
        **BASE, **QUIET, heading="政府信息公开", description="", sections=()
    ),
    "overview.full": Overview(
        **FULL_BASE,
        **NOTICING,
        heading="政府信息公开",
        description="依法主动公开的政府信息。",
        sections=SECTIONS,
    ),
    "article.minimal": Article(**BASE, **ARTICLE),
    "article.missing": Article(**BASE, **(ARTICLE | {"body": Markup(), "is_body_missing": True})),
    "article.full": Article(**FULL_BASE, **FULL_ARTICLE),
    "interpretation.minimal": Interpretation(**BASE, **ARTICLE, document=None, form_label=""),
    "interpretation.full": Interpretation(
        **FULL_BASE,
        **FULL_ARTICLE | {"heading": "一图读懂《若干措施》", "subtitle": ""},
        document=replace(DOCUMENT_ITEMS[2], is_pinned=False),
        form_label="图解",
    ),
    "leader.minimal": Leader(**BASE, **ARTICLE, post="市长", duties=Markup(), rank=0),
    "leader.full": Leader(
        **FULL_BASE,
        **FULL_ARTICLE | {"heading": RARE_NAMES[-4:], "subtitle": "", "summary": ""},
        post="市委副书记、市人民政府党组书记、市长，示例高新技术产业开发区管理委员会主任",
        duties=Markup(
            "<p>领导市政府全面工作。负责：</p><ul><li>审计；</li><li>国防动员。</li></ul>"
        ),
        rank=1,
    ),
    "body_profile.minimal": BodyProfile(**BASE, **ARTICLE, described_body=None, body_feeds=()),
    "body_profile.full": BodyProfile(
        **FULL_BASE,
        **FULL_ARTICLE | {"heading": "示例市水务局机构职能", "subtitle": "", "picture": None},
        described_body=Body(
            name="示例市水务局",
            short_name="市水务局",
            functions=Markup("<ol><li>负责全市供水管理。</li><li>负责防汛抗旱。</li></ol>"),
            address="示例市示例区示例路8号",
            phone="0999-1234567",
            hours="工作日 9:00—12:00，13:30—17:30",
        ),
        body_feeds=(
            Link("示例市水务局发布 Atom", "/jgzn/2026-03/31/feed.xml"),
            Link("示例市水务局发布 RSS", "/jgzn/2026-03/31/rss.xml"),
        ),
    ),
    "standing_page.minimal": StandingPage(**BASE, **ARTICLE, siblings=(), contact=()),
    "standing_page.full": StandingPage(
        **FULL_BASE,
        **FULL_ARTICLE | {"heading": "联系我们", "subtitle": "", "picture": None},
        siblings=(
            Link("网站声明", "/gybz/undated/1.html"),
            Link("隐私保护", "/gybz/undated/2.html"),
            Link("联系我们", "/gybz/undated/3.html", is_current=True),
        ),
        contact=(
            Field("联系电话", "0999-1234567", is_number=True),
            Field("电子邮箱", "webmaster@example.gov.cn"),
            Field("联系地址", "示例市示例区人民大道1号"),
        ),
    ),
    "data_release.minimal": DataRelease(
        **BASE,
        **ARTICLE,
        period="",
        unit="",
        columns=("指标", "本月"),
        rows=(("供水量", "301"),),
        chart=Markup(),
        chart_name="",
        csv=None,
    ),
    "data_release.full": DataRelease(
        **FULL_BASE,
        **FULL_ARTICLE
        | {"heading": "2026年9月示例市公共交通主要数据", "subtitle": "", "picture": None},
        period="2026年9月",
        unit="万人次",
        columns=("线路", "客运量", *(f"第{number}周" for number in range(1, 10)), "同比（%）"),
        rows=tuple((name, total, *("1,204.5",) * 9, change) for name, total, change in FIGURES),
        chart=bar_chart("柱状图", [(n, t, float(t.replace(",", ""))) for n, t, _ in FIGURES]),
        chart_name="客运量",
        csv=Attachment("数据表", "/sjfb/2026-10/9.csv", "CSV 数据", "1 KB"),
    ),
    "gazette_issue.minimal": GazetteIssue(
        **BASE, **ARTICLE | {"body": Markup()}, fields=(Field("刊期", "2026年第1期"),), parts=()
    ),
    "gazette_issue.full": GazetteIssue(
        **PORTAL_BASE,
        **FULL_ARTICLE | {"heading": "示例市人民政府公报2026年第3期", "body": Markup()},
        fields=(
            Field("刊期", "2026年第3期", is_number=True),
            Field("总期号", "总第285期", is_number=True),
        ),
        parts=(
            Section(Link("市政府文件", ""), DOCUMENT_ITEMS[:3]),
            Section(Link("市政府办公室文件", ""), DOCUMENT_ITEMS[3:]),
        ),
    ),
    "interview.minimal": Interview(**BASE, **ARTICLE, fields=(), exchanges=()),
    "interview.full": Interview(
        **FULL_BASE,
        **FULL_ARTICLE | {"heading": "市水务局局长谈节约用水", "picture": None},
        fields=(
            Field("访谈日期", "2026年3月20日"),
            Field("主持人", RARE_NAMES[:4]),
            Field("嘉宾", "示例甲（市水务局党组书记、局长）"),
            Field("嘉宾", "示例乙（市水务局总工程师）"),
        ),
        exchanges=(
            Exchange(
                "网民", ("怎样申请节水补贴？",), "示例甲", ("向所在街道提出申请。", "五日内办结。")
            ),
            Exchange("主持人", ("Smart Water 平台何时上线？",), "示例乙", ("已经上线。",)),
        ),
    ),
    "topic.minimal": Topic(
        **BASE, **ARTICLE | {"body": Markup()}, is_archived=False, ends="", parts=()
    ),
    "topic.full": Topic(
        **PORTAL_BASE,
        **FULL_ARTICLE
        | {
            "heading": "优先发展公共交通专题",
            "body": Markup("<p>汇集公共交通的政策、解读和进展。</p>"),
        },
        is_archived=True,
        ends="2026年3月1日",
        parts=(
            Section(Link("政策文件", ""), DOCUMENT_ITEMS[:3]),
            Section(Link("", ""), NEWS[1:3]),
            SECTIONS[1],
        ),
    ),
    "policy_document.minimal": PolicyDocument(**BASE, **DOCUMENT),
    "policy_document.full": PolicyDocument(**FULL_BASE, **FULL_DOCUMENT),
    "catalogue.minimal": Catalogue(**BASE, **QUIET, **LISTING),
    "catalogue.full": Catalogue(
        **PORTAL_BASE,
        **NOTICING,
        **(FULL_LISTING | {"heading": "政策文件总目录", "children": (), "subjects": ()}),
    ),
    "search.minimal": Search(**BASE, service_href="/api/search"),
    "search.full": Search(**FULL_BASE, service_href="/api/search"),
    "sitemap.minimal": Sitemap(**BASE, sections=()),
    "sitemap.full": Sitemap(
        **FULL_BASE, sections=tuple((column, COLUMNS[:3]) for column in COLUMNS)
    ),
    "accessibility.minimal": Accessibility(**BASE),
    "accessibility.full": Accessibility(**FULL_BASE),
    "moved.minimal": Moved(**BASE, target=Link("通知公告", "/zwgk/tzgg/")),
    "leaving.minimal": Leaving(
        **BASE, host="a.example", target=Link("https://a.example/", "https://a.example/")
    ),
    "leaving.full": Leaving(
        **FULL_BASE | {"canonical": ""},
        host="www.example.org:8443",
        target=Link(
            "https://www.example.org:8443/" + "long/" * 30 + "?q=㼆&page=2",
            "https://www.example.org:8443/" + "long/" * 30 + "?q=㼆&page=2",
        ),
    ),
    "404.minimal": NotFound(**BASE),
    "410.minimal": Gone(**BASE),
}
"""By `<template>.<name>`; header and footer are filled in when rendering."""
