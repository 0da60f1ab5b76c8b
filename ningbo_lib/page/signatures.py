"""Who signs reports, communiqués and speeches: an officeholder by the office, or a body."""

from __future__ import annotations

import re
from functools import lru_cache

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.marks import HAN
from ningbo_lib.page.bylines import is_surname, parse_byline
from ningbo_lib.records import Byline

_PLACE = (
    f"(?:中共|中华|全国|国家|最高|[{HAN}]{{2,8}}?[省市州盟旗区]"
    f"|[{HAN}]{{1,6}}?县|[{HAN}]{{1,8}}?(?:镇|乡|街道))"
)
#: A body's department: …市统计局工业科.
_DEPARTMENT = f"(?:局|委员会|办公室|厅)[{HAN}]{{2,8}}[科处室]"
#: No name of a body holds these: 新时代的好干部, 我市成立大数据局.
_IN_SENTENCES = "[的了着在把被让就将要我]|成立|走进|打造|推进"


def signers(line: str) -> tuple[Byline, ...]:
    """Who signs with a whole line: newspaper people, an officeholder, or bodies."""
    if are_bodies(line):
        return tuple(Byline("", name) for name in line.split())
    holder = officeholder(line)
    return (holder,) if holder else parse_byline(line)


def officeholder(line: str) -> Byline | None:
    """Who signs by the office, a space before the name; None for any other line.

    >>> officeholder("市人民政府代市长 李 华"), officeholder("市长热线开通")
    (Byline(role='市人民政府代市长', name='李华'), None)
    """
    match = _held(line)
    return Byline(match["role"], match["name"].replace(" ", "")) if match else None


def office_gap(line: str) -> int | None:
    """Where the spaces begin between office and name, if an officeholder signs with the line."""
    match = _held(line)
    return match.end("role") if match else None


def _held(line: str) -> re.Match[str] | None:
    """Office and name, if the name begins with a surname."""
    match = _officeholder().match(line)
    name = match["name"].replace(" ", "") if match else ""
    return match if name and (is_surname(name[0]) or is_surname(name[:2])) else None


@lru_cache(maxsize=1)
def _officeholder() -> re.Pattern[str]:
    offices = "|".join(row["office"] for row in read_lexicon("offices.tsv", ("office", "gloss")))
    return re.compile(
        rf"^(?P<role>[{HAN}]{{0,20}}(?:{offices})) +(?P<name>[{HAN}] *[{HAN}]{{1,2}})$"
    )


def are_bodies(line: str) -> bool:
    """Whether a whole line names bodies that may have issued the text.

    >>> are_bodies("江口市统计局 江口市财政局"), are_bodies("统计局发布数据")
    (True, False)
    """
    names = line.split()
    return bool(names) and all(map(_body().match, names))


@lru_cache(maxsize=1)
def _body() -> re.Pattern[str]:
    rows = read_lexicon("institutions.tsv", ("ending", "behind", "gloss"))
    placed, alone = (
        "|".join(row["ending"] for row in rows if row["behind"] == behind)
        for behind in ("place", "alone")
    )
    return re.compile(
        rf"^(?!.*(?:{_IN_SENTENCES}))(?:{_PLACE}[{HAN}]{{0,24}}(?:{placed}|{_DEPARTMENT})"
        rf"|[{HAN}]{{2,24}}(?:{alone}))$"
    )
