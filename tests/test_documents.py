"""Texts that are not set in columns: what is the site's, who signs, and what only looks so."""

from __future__ import annotations

import pytest

import ningbo_lib as nb
from ningbo_lib.numbering import section_ordinal
from ningbo_lib.page.webpages import is_web_line
from tests.conftest import ROOT
from tests.page_checks import assert_conserved

TEXT = "　　新桥昨天通车，市民可以走过去。今天很好。\n　　这座桥长两公里，走完要半小时。\n"


@pytest.mark.parametrize(
    "line",
    [
        "加快构建新发展格局",
        "我市成立大数据局",
        "走进百年老剧院",
        "我市首家人工智能公司",
        "共享单车停放处",
        "关键词：创新",
        "时间：从1978年到2018年",
        "阅读：让城市更有温度",
        "记录丨一座城市的四十年",
        "阅读100本书的女孩",
        "两地合作实现“1+1>2”",
        "下一篇章怎么写",
        "扫一扫付款进菜场",
        "校长和学生",
        "局长马上办",
        "会长安排",
        "05后走上赛场",
    ],
)
def test_headlines_that_look_like_something_else(line):
    for page in (f"{line}\n\n{TEXT}", f"{line}\n2021年3月30日\n\n{TEXT}"):
        (article,) = nb.parse_page(page)
        assert article.headline == line
        assert article.bylines == ()
        assert_conserved(page)


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 新闻中心 > 社会",
        "2020年12月08日06:58 | 来源：江口晚报",
        "江口日报客户端 2022-11-16 06:40",
        "2024-12-03 06:48　江口晚报",
        "江口日报 2025年06月12日 星期四 第01版：要闻",
        "阅读 10万+　赞 1286　在看 732",
        "（责任编辑：某某）",
        "【打印本页】　【关闭窗口】",
    ],
)
def test_lines_of_a_site(line):
    page = f"新桥昨天通车\n\n{line}\n\n{TEXT}"
    (article,) = nb.parse_page(page)
    assert article.headline == "新桥昨天通车"
    assert len(article.paragraphs) == 2
    assert [block.kind for block in article.blocks].count("furniture") == 1


@pytest.mark.parametrize(
    "line",
    [
        "2020年1月23日10:00 江口全城停运",
        "2021年3月30日8:00，首趟列车驶出车站，乘客们说：",
        "免责声明不能成为平台的挡箭牌。",
        "来源于民间的技艺",
    ],
)
def test_lines_of_the_article(line):
    assert not is_web_line(line)


@pytest.mark.parametrize(
    ("signed", "names"),
    [
        ("江口市统计局\n\n2021年3月30日\n\n{}", [("", "江口市统计局")]),
        ("（2021年3月30日）\n江口市长　李 华\n\n{}", [("江口市长", "李华")]),
        ("{}　　　　江口市交通运输局\n　　　　2021年3月30日\n", [("", "江口市交通运输局")]),
        (
            "江口市统计局　国家统计局江口调查队\n\n{}",
            [("", "江口市统计局"), ("", "国家统计局江口调查队")],
        ),
        ("作者：李明\n\n{}", [("作者", "李明")]),
    ],
)
def test_who_signs(signed, names):
    page = "江口市2020年工作总结\n\n" + signed.format(TEXT)
    (article,) = nb.parse_page(page)
    assert article.headline == "江口市2020年工作总结"
    assert [(by.role, by.name) for by in article.bylines] == names
    assert len(article.paragraphs) == 2
    assert_conserved(page)


@pytest.mark.parametrize(
    "form",
    [
        "标题：{}\n作者：李明\n来源：江口晚报\n日期：2021-03-30\n正文：\n{}\n",
        "【标题】{}\n【作者】李明\n【版次】3\n【日期】2021-03-30\n【正文】{}\n",
        "题名: {}\n作者: 李明\n发表时间: 2021-03-30\n全文: {}\n",
    ],
)
def test_what_a_database_writes_before_headline_and_text(form):
    page = "\n".join(form.format(line, TEXT.strip()) for line in ("新桥昨天通车", "码头昨天启用"))
    articles = nb.parse_page(page)
    assert [article.headline for article in articles] == ["新桥昨天通车", "码头昨天启用"]
    assert [[by.name for by in article.bylines] for article in articles] == [["李明"]] * 2
    assert [len(article.paragraphs) for article in articles] == [2, 2]
    assert_conserved(page)


def test_a_margin_is_no_indent():
    page = (ROOT / "data/raw/2021_ningbo_page.txt").read_text(encoding="utf-8")
    moved = "\n".join("    " + line if line.strip() else line for line in page.split("\n"))
    assert [a.paragraphs for a in nb.parse_page(moved)] == [
        a.paragraphs for a in nb.parse_page(page)
    ]


@pytest.mark.parametrize(
    "line", ["05后走上赛场", "03 月5日", "一、二线城市", "三、四线城市", "第一节课", "一是外贸"]
)
def test_what_is_no_number_of_a_section(line):
    assert section_ordinal(line) is None
