"""Bylines: which lines sign an article, and who signs in which role."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.marks import HAN
from ningbo_lib.records import Byline

CUT_REACH = 3  # lines below a cut byline among which its end is looked for
_BULLETS = "□■●▲◆◎○"
_SPACED = re.compile(rf"[{HAN}] [{HAN}] [{HAN}] [{HAN}]")
_SPREAD = re.compile(rf"(?:(?<= )[{HAN}](?: |$)){{6}}")  # three padded names, or a spread line
_SUFFIX = r"(?:文/图|文/摄|图/文|文并摄|摄影报道|报道|文|摄)?"
#: Where running text is signed: in brackets after 本报讯 and its like, or at the end.
_SIGNED = re.compile(r"^[^（。，]{0,12}（([^（）。，]{3,60})）|（([^（）。，]{3,60})）$")
_REPORTERS = ("记者", "記者")
_COLONS = frozenset(("：", ":", "丨"))
_CREDIT = re.compile(rf"(?<=[{HAN} ])(?:文/图|文/摄|图/文|文并摄)$")
_NAME_END = re.compile(rf"[{HAN}](?:$| +)")
#: Names in a row, two characters at least between commas; ``parse_byline`` parts them.  Each text
#: fits in one way only, so that a line that is no byline is known for one at once.
_RUN = rf"[{HAN}](?:·{{1,7}}| *[{HAN}]·{{0,7}})(?: *[{HAN}]·{{0,7}})*"
_NAMES = rf"{_RUN}(?: *[、，；][ 、，；]*{_RUN})*[ 、，；]*"


@lru_cache(maxsize=1)
def _roles() -> tuple[str, ...]:
    return tuple(row["role"] for row in read_lexicon("byline_roles.tsv", ("role", "gloss")))


@lru_cache(maxsize=1)
def _role_pattern(*, speaks: bool = True) -> str:
    """Any role as printed: characters spaced out, its paper before it, behind a bullet; only those
    who ask no questions in an interview unless one ``speaks``.
    """
    roles = (role for role in _roles() if speaks or not role.endswith(_REPORTERS))
    spaced = "|".join(" *".join(role) for role in roles)
    paper = rf"本 *[报報刊] *|[{HAN}]{{2,4}}[报報] *"
    return rf"[{_BULLETS} ]*(?P<role>(?:{paper})?(?:{spaced}))"


@lru_cache(maxsize=1)
def _byline() -> re.Pattern[str]:
    part = _role_pattern().replace("?P<role>", "")
    more = rf"(?:[{_BULLETS}]{part} *[:：]?|{part} *[:：]) +{_NAMES}"  # other roles read as names
    author = _role_pattern(speaks=False).replace("?P<role>", "")
    opens = rf"(?:{part} *[:：]? +|{author} *[:：丨] *)"  # 记者：… opens a turn
    return re.compile(rf"^[（]?{opens}{_NAMES}(?:{more})*{_SUFFIX}[）]?$")


@lru_cache(maxsize=1)
def _role_at() -> re.Pattern[str]:
    return re.compile(_role_pattern())


def is_byline(line: str) -> bool:
    """Whether a whole line is a signature: a role, a space, and names of two to four characters.

    >>> is_byline("通讯员 李 华"), is_byline("记者从昨晚召开的"), is_byline("记者：不少高校")
    (True, False, False)
    >>> is_byline("记 者 从 口 岸 海 关 获"), is_byline("记者 吴 越 陈 然 李 明")
    (False, True)
    """
    line = line.strip()
    return len(line) <= 60 and bool(_byline().match(line)) and bool(parse_byline(line))


def is_cut_byline(line: str) -> bool:
    """Whether a line is a signature whose last name lost its second character to the next line.

    >>> is_cut_byline("记者 覃思远 通讯员 陆"), is_cut_byline("记者 陆 然")
    (True, False)
    """
    if line[-2:-1] != " ":
        return False
    padded = sum(len(part) == 1 for part in line.split()) > 3  # names, or a line that was spread
    return not padded and not is_byline(line) and is_byline(line + "某")


def is_byline_end(line: str) -> bool:
    """Whether a line may be what a cut byline lacks: the end of a name, perhaps more names.

    >>> is_byline_end("然"), is_byline_end("星 通讯员 贝嘉宁"), is_byline_end("然后")
    (True, True, False)
    """
    match = _NAME_END.match(line)
    more = line[match.end() :] if match else ""
    return bool(match) and (not more or is_byline(more) or is_byline(f"记者 {more}"))


@lru_cache(maxsize=256)
def parse_byline(line: str) -> tuple[Byline, ...]:
    """The signatures of a byline, padding inside roles and two-character names closed up.

    >>> [by.name for by in parse_byline("记 者 张小明 通讯员 李 华 王小红")]
    ['张小明', '李华', '王小红']
    """
    found: list[Byline] = []
    line = _CREDIT.sub("", line.rstrip("） "))  # 文/图 is a role elsewhere
    matches = list(_role_at().finditer(line))
    for match, after in itertools.zip_longest(matches, matches[1:]):
        rest = line[match.end() : after.start() if after else len(line)]
        role = match["role"].replace(" ", "")
        if rest.lstrip()[:1] in ("：", ":") and _SPACED.search(rest):
            return ()  # a speaker's turn, spread to fill its column
        names = _names(re.sub(rf"{_SUFFIX}[）]?$", "", rest.strip(" :：丨（）、，；")))
        doubtful = rest.lstrip()[:1] in _COLONS or _SPREAD.search(rest)
        if not names or (doubtful and not _has_surnames(names)):
            return ()
        found += [Byline(role, name) for name in names]
    return tuple(found)


def signed_inside(text: str) -> tuple[int, int] | None:
    """Where in brackets a paragraph may say who wrote it, as offsets; None if it does not.

    Without its spaces a signature cannot be told from other text: see what stands there on the
    page with ``is_byline``.

    >>> text = "本报讯（记者张明）昨天，新码头启用。"
    >>> text[slice(*signed_inside(text))], signed_inside("他（左）说。")
    ('记者张明', None)
    """
    for match in _SIGNED.finditer(text):
        if _role_at().match(match[1] or match[2]):
            return match.span(1 if match[1] else 2)
    return None


def _has_surnames(names: list[str]) -> bool:
    """Whether most names begin with a surname; those of minorities need not."""
    return 2 * sum(is_surname(name[0]) or is_surname(name[:2]) for name in names) > len(names)


def is_surname(text: str) -> bool:
    """Whether a character, or two, are one of the surnames in the lexicon."""
    return text in _surnames()


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in read_lexicon("surnames.tsv", ("surname", "kind")))


def _names(text: str) -> list[str]:
    """Names between spaces or commas; single characters in a row are padded names."""
    names: list[str] = []
    singles = ""
    for part in [*re.split(r"[ 、，；]+", text), ""]:
        if len(part) == 1:
            singles += part
            continue
        names += _padded(singles)
        singles = ""
        if part:
            names.append(part)
    if any(not 2 <= len(name) <= 4 and "·" not in name for name in names):
        return []
    return names


def _padded(singles: str) -> list[str]:
    """Characters that stood apart: one name of up to three, or names of two each.

    >>> _padded("李华"), _padded("李华王红")
    (['李华'], ['李华', '王红'])
    """
    if len(singles) <= 3:
        return [singles] if singles else []
    return [singles[i : i + 2] for i in range(0, len(singles), 2)]
