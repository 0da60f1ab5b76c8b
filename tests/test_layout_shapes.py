"""Shapes that extractors give to bylines, captions, titles and columns, on small made-up pages."""

from __future__ import annotations

import pytest

import ningbo_lib as nb
from tests.page_checks import assert_conserved

HEAD = "河口小镇修起新码头\n\n"
TEXT = "昨天，镇里的新码头开始使用。渔船可以靠岸卸货。\n\n"


@pytest.mark.parametrize(
    ("signed", "names"),
    [
        ("记者 李明 通讯员 王\n\n然\n\n", ["李明", "王然"]),
        ("记者 李明 王\n\n然 通讯员 赵小雨\n\n", ["李明", "王然", "赵小雨"]),
        ("记 者 李 明\n\n", ["李明"]),
    ],
)
def test_bylines_that_go_on_below(signed, names):
    (article,) = nb.parse_page(HEAD + signed + TEXT)
    assert [by.name for by in article.bylines] == names
    assert "".join(article.paragraphs) == TEXT.strip()


@pytest.mark.parametrize(
    ("printed", "captions"),
    [
        (
            "新码头一角。（李明 摄） 渔船卸货。（王然 摄）",
            [("新码头一角。", "李明 摄"), ("渔船卸货。", "王然 摄")],
        ),
        ("吊机在卸货。\n（李\n明 摄）", [("吊机在卸货。", "李明 摄")]),
        ("图为吊机在卸货。（李\n明 摄）", [("图为吊机在卸货。", "李明 摄")]),
        (
            "新码头一角。（李明 摄） 王然（右）在卸货。（码头\n供图）",
            [("新码头一角。", "李明 摄"), ("王然（右）在卸货。", "码头供图")],
        ),
        ("渔船在新码头卸货 周涛 摄", [("渔船在新码头卸货", "周涛 摄")]),
        ("渔船在新码头卸货。周涛/摄", [("渔船在新码头卸货。", "周涛/摄")]),
        ("渔船在新码头卸货。\n周涛 摄", [("渔船在新码头卸货。", "周涛 摄")]),
        ("吊机\n。\n（李明 摄）", [("吊机。", "李明 摄")]),
        ("吊机与旧仓库（\n左）。（李明 摄）", [("吊机与旧仓库（左）。", "李明 摄")]),
    ],
)
def test_captions(printed, captions):
    page = HEAD + "记者 李明\n\n" + TEXT + printed + "\n"
    (article,) = nb.parse_page(page)
    assert [(c.text, c.credit) for c in article.captions] == captions
    assert "".join(article.paragraphs) == TEXT.strip()
    assert_conserved(page)


@pytest.mark.parametrize(
    "head",
    ["走进沿海小镇\n\n渔民自己修起新码头\n\n", "渔民自己修起新码头\n走进沿海小镇\n\n"],
)
def test_the_headline_is_the_line_that_says_something(head):
    (article,) = nb.parse_page(head + "记者 李明\n\n" + TEXT)
    assert (article.kicker, article.headline) == ("走进沿海小镇", "渔民自己修起新码头")


def test_a_question_over_a_byline_is_a_headline():
    text = "夜市关得太早，街上的人没有地方可去。\n夜市关得太晚，楼上的人睡不着。\n"
    (article,) = nb.parse_page("夜市的灯该几点熄？\n评论员 王然\n" + text)
    assert article.headline == "夜市的灯该几点熄？"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("码头管理处有关负责人介绍，明年将扩建", "堆场和冷库，再增加两个泊位。"),
        ("老船工陈海今年七十一岁，是镇上最后的一名", "摆渡人。他认得河口的每一块石头。"),
        ("去年，新码头一共装卸了", "2600吨鱼货，比前年多出一倍。"),
        ("跟着他出海的徒弟是水产专业的硕", "士。她把潮水的时刻一天一天记下来。"),
        ("渔民们每月至少要下海", "一次。码头上的人都认得他们。"),
    ],
)
def test_a_paragraph_cut_by_the_end_of_a_page_is_no_heading(upper, lower):
    page = HEAD + "记者 李明\n\n" + TEXT + f"{upper}\n\n— 2 —\n\n{lower}\n"
    (article,) = nb.parse_page(page)
    assert article.headings == []
    assert article.paragraphs == [TEXT.strip(), upper + lower]


def test_the_heading_of_the_last_section_is_no_kicker():
    sections = (
        "新码头有六个泊位。渔船靠岸以后，鱼货直接送进冷库。\n\n泊位多了，冷库近了\n\n"
        "年轻人从城里回来，开起了海鲜饭馆。饭馆的生意一年比一年好。\n\n年轻人开起饭馆\n\n"
    )
    (article,) = nb.parse_page("记者 李明\n\n" + TEXT + sections + HEAD)
    assert (article.kicker, article.headline) == ("", HEAD.strip())
    assert article.headings == ["泊位多了，冷库近了", "年轻人开起饭馆"]


FIRST = (
    "去年秋天，镇里开始在河口旧址上修一座新的码头。工程队的第一件事，是把河道里积了多年的淤泥"
    "一船一船地清走，再把岸边的石阶一级一级地修好。石阶有一百多级，最老的几级是清朝留下来的，"
    "上面还看得见船工刻下的水位线。"
)
SECOND = (
    "渔民们说，从前卸一船货要等上大半天，遇到退潮还得再等下一回潮水，鱼在舱里早就不新鲜了，"
    "价钱也就卖不上去，年轻人都不愿意再出海。新码头用上以后，卸货只要一刻钟，货车可以一直开到"
    "船边，当天晚上就能进城里的市场。"
)


def _set(text: str) -> list[str]:
    """Lines of 14 characters, the first one indented by two."""
    return [text[:12], *(text[i : i + 14] for i in range(12, len(text), 14))]


def test_columns_read_across_are_put_together():
    first, second = _set(FIRST), _set(SECOND)
    pieces = [first[:4], second[:4], first[4:], second[4:]]
    page = HEAD + "记者 李明\n\n" + "\n\n".join("\n".join(piece) for piece in pieces) + "\n"
    (article,) = nb.parse_page(page)
    assert article.paragraphs == [FIRST, SECOND]
    assert_conserved(page)


INDENTED = """海湾新区建成首个零碳码头
本报记者林海燕

　　港口负责人郑国平表示，三十六台无人集卡已经上岗，作业效率提升近两成，大家都很满意。

　　智能化改造提速
　　住在附近的居民黄女士说，夜里的噪声小了很多，空气也好了，孩子也愿意出门玩了。
"""


def test_printed_indents_part_titles_from_text():
    (article,) = nb.parse_page(INDENTED)
    assert article.headline == "海湾新区建成首个零碳码头"
    assert [(by.role, by.name) for by in article.bylines] == [("本报记者", "林海燕")]
    assert article.headings == ["智能化改造提速"]
    assert [text[:4] for text in article.paragraphs] == ["港口负责", "住在附近"]


def test_headline_right_above_indented_paragraphs():
    page = (
        "海湾新区建成首个零碳码头\n　　码头采用光伏发电系统，不再使用燃油。\n"
        "　　居民说，噪声小了很多。"
    )
    (article,) = nb.parse_page(page)
    assert article.headline == "海湾新区建成首个零碳码头"
    assert len(article.paragraphs) == 2


def _page(*parts: str) -> str:
    """A page with a head, a byline and these parts, blank lines between."""
    return HEAD + "记者 李明\n\n" + "\n\n".join(parts) + "\n"


def test_a_question_in_two_lines_is_a_headline():
    text = "夜市关得太早，街上的人没有地方可去。\n夜市关得太晚，楼上的人睡不着。\n"
    lines = "\n".join(_set(FIRST))
    page = f"老街夜市，\n到底该几点熄灯？\n\n评论员 王然\n\n{lines}\n{text}"
    (article,) = nb.parse_page(page)
    assert article.headline == "老街夜市，到底该几点熄灯？"


def test_a_heading_broken_off_in_mid_word():
    first = "\n".join(_set(FIRST))
    page = _page(first, "新码头带来新设", "备和新生意", "\n".join(_set(SECOND)))
    (article,) = nb.parse_page(page)
    assert article.headings == ["新码头带来新设备和新生意"]


def test_a_heading_as_wide_as_a_first_line():
    lines = [*_set(FIRST), "潮水退了以后，码头才热闹", *_set(SECOND)]
    (article,) = nb.parse_page(_page("\n".join(lines)))
    assert article.headings == ["潮水退了以后，码头才热闹"]
    assert article.paragraphs == [FIRST, SECOND]


def test_a_page_number_amid_a_sentence():
    page = _page("渔船可以靠岸卸\n— 3 —\n货，当天就能进城。")
    (article,) = nb.parse_page(page)
    assert article.paragraphs == ["渔船可以靠岸卸货，当天就能进城。"]


def test_an_adjective_before_a_colon_does_not_speak():
    page = _page("问：码头修得如何？", "答：还要两年。做法说来", "简单：先清淤泥，再修石阶。")
    (article,) = nb.parse_page(page)
    assert [block.speaker for block in article.body if block.speaker] == ["问", "答"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（记者 李 明 王小雨 通讯员 赵然）昨天，码头启用。", ["李明", "王小雨", "赵然"]),
        ("昨天，码头启用，渔船可以靠岸。（记者 李明）", ["李明"]),
        ("昨天，码头启用（记者从现场获悉）。", []),
        ("昨天，码头启用，渔船可以靠岸。（记者手记）", []),
    ],
)
def test_bylines_inside_the_text(text, names):
    (article,) = nb.parse_page(HEAD + text + "\n")
    assert [by.name for by in article.bylines] == names
    assert "".join(article.paragraphs) == text.replace(" ", "")


def test_traditional_byline():
    (article,) = nb.parse_page("漁村修起新碼頭\n\n本報記者 張三 攝影 李四\n\n昨日，碼頭啟用。\n")
    assert [(by.role, by.name) for by in article.bylines] == [
        ("本報記者", "張三"),
        ("攝影", "李四"),
    ]


COLUMN = "昨天上午镇里的新码头开始\n使用，渔船都可以靠岸卸货，渔\n民说这样方便多了，往后卖鱼不\n"


@pytest.mark.parametrize(
    ("page", "caption", "end"),
    [
        ("必再走远路。 渔船靠岸。\n（李明 摄）\n", "渔船靠岸。", "必再走远路。"),
        ("必再走远路。 渔船靠岸。（李明 摄）\n", "渔船靠岸。", "必再走远路。"),
        ("\n必再走远路。\n渔船靠岸。（李明 摄）\n", "渔船靠岸。", "必再走远路。"),
    ],
)
def test_a_caption_does_not_take_in_the_end_of_the_text_beside_it(page, caption, end):
    more = (
        "\n今年镇里还要给码头修路，\n明年春天建一个冷库，秋天再建\n一所学校，钱都已经有了着落。\n"
    )
    page = HEAD + "记者 李明\n\n" + COLUMN + page + more
    (article,) = nb.parse_page(page)
    assert [c.text for c in article.captions] == [caption]
    assert article.paragraphs[0].endswith("往后卖鱼不" + end)
    assert_conserved(page)


@pytest.mark.parametrize("printed", ["李明（左）在\n船上查看渔网。（王然 摄）\n"])
def test_a_caption_that_says_who_stands_where_begins_above(printed):
    page = HEAD + "记者 李明\n\n" + COLUMN + "必再走远路。\n\n" + printed
    (article,) = nb.parse_page(page)
    assert [c.text for c in article.captions] == ["李明（左）在船上查看渔网。"]
    assert article.headings == []


@pytest.mark.parametrize(
    "lines",
    [
        ("河口湿地", "迎来首批天鹅"),
        ("河口湿地迎来", "首批天鹅"),
        ("码头吊起", "新通道"),
        ("长岛至大竹岛", "新客轮首航"),
    ],
)
def test_two_halves_of_a_clause_are_one_headline(lines):
    (article,) = nb.parse_page("\n".join(lines) + "\n\n记者 李明\n\n" + TEXT)
    assert (article.kicker, article.headline) == ("", "".join(lines))


@pytest.mark.parametrize("blank", ["\n", ""])
def test_a_clause_that_adds_to_a_whole_headline_is_its_subtitle(blank):
    head = f"台州今年新开十条公交线路\n重点服务山区学生和老人\n{blank}记者 李明\n{blank}"
    (article,) = nb.parse_page(head + TEXT)
    assert (article.kicker, article.headline) == ("", "台州今年新开十条公交线路")
    assert article.subtitle == "重点服务山区学生和老人"


def test_a_role_is_given_as_printed():
    page = "渔民自己修起新码头\n\n文/图 程远\n\n" + TEXT
    (article,) = nb.parse_page(page)
    assert [(by.role, by.name) for by in article.bylines] == [("文/图", "程远")]


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        (("码头日记", "鱼市热，", "热的是什么"), ("码头日记", "鱼市热，热的是什么", "")),
        (("前三季度台州", "造船产值增长两成"), ("", "", "")),
        (
            ("从一条船到九座岛——渔民自修码头记", "一个老行当的新账本"),
            ("", "", "一个老行当的新账本"),
        ),
    ],
)
def test_lines_of_a_head(lines, head):
    (article,) = nb.parse_page("\n".join(lines) + "\n\n记者 李明\n\n" + TEXT)
    kicker, headline, subtitle = head
    assert article.kicker == kicker and article.subtitle == subtitle
    assert article.headline == (
        headline or "".join(lines).removeprefix(kicker).removesuffix(subtitle)
    )


def test_a_byline_cut_before_two_names():
    (article,) = nb.parse_page(HEAD + "记者 李明 通讯员 王\n\n然 赵小雨\n\n" + TEXT)
    assert [by.name for by in article.bylines] == ["李明", "王然", "赵小雨"]


def test_an_article_signed_in_two_places_is_one():
    (article,) = nb.parse_page(HEAD + "记者 李明\n\n不同？\n\n实习生 王然\n\n" + TEXT)
    assert article.headline == HEAD.strip()
    assert [by.name for by in article.bylines] == ["李明", "王然"]


def test_titles_on_both_sides_of_captions_are_of_two_articles():
    first = "渔民自己修起新码头\n\n记者 李明\n\n" + TEXT + "卸货不再排队\n\n冷库明年开工\n\n"
    second = "山里的果园卖出好价钱\n\n记者 赵小雨\n\n果园里的梨卖出了好价钱，山里人笑了。\n"
    page = first + "新码头一角。（李明 摄）\n\n" + second
    harbour, orchard = nb.parse_page(page)
    assert orchard.headline == "山里的果园卖出好价钱" and orchard.kicker == ""
    assert "卸货不再排队" in harbour.headings


TORN = """渔民自己修起新码头

记者 李明

昨天上午镇里的新码头开始
使用，渔船都可以靠岸卸货，渔
民说这样方便多了，往后卖鱼的

山里的果园卖出好价钱

记者 赵小雨

果园里的梨今年熟得早，山
里人挑着梨下山，一斤梨的价钱
比去年高出两成，果园主人笑了。

渔船卸货的时候，码头上的
渔民把鱼装进冷库，渔船第二天
再靠岸卸货，码头一天也不停工。

“新码头”

渔民说，靠岸的渔船多了，
码头卸货还要更快，冷库的鱼不
能等，镇里的渔民都盼着新码头。
"""


def test_text_beyond_a_torn_column_goes_to_the_article_that_shares_its_words():
    harbour, orchard = nb.parse_page(TORN)
    assert "码头" not in "".join(orchard.paragraphs)
    assert "镇里的渔民都盼着新码头" in "".join(harbour.paragraphs)
    assert orchard.headline == "山里的果园卖出好价钱"
    assert_conserved(TORN)


ACROSS = (
    """走进沿海小镇

果园里的新账本

渔民自己修起新码头

山里的梨
卖出好价钱

——渔民自修码头记

记者 李明

"""
    + TEXT
    + """今年产量增两成

记者 赵小雨

山里的果园今年的梨卖出了好价钱，果园里的人笑了，新账本记得满满的。
"""
)


def test_heads_read_across_are_parted_by_their_words():
    harbour, orchard = nb.parse_page(ACROSS)
    assert (harbour.kicker, harbour.headline) == ("走进沿海小镇", "渔民自己修起新码头")
    assert harbour.subtitle == "——渔民自修码头记"
    assert "果园里的新账本" in (orchard.kicker + orchard.headline + orchard.subtitle)
    assert_conserved(ACROSS)
