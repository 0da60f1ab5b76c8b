"""A figure in words: how it was read, in one sentence."""

from __future__ import annotations

import pandas as pd

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.figures.extraction import Figure
from ningbo_lib.figures.units import UNITS
from ningbo_lib.wording import Language, Say, say_in

_TIMES = ("time_year", "time_month", "time_day")
_OF_NO_YEAR = ("month_of_no_year", "day_of_no_year")


def explain(figure: Figure | pd.Series, *, language: Language = "en") -> str:
    """How a figure was read, in one sentence, English or Chinese: one of ``find_figures`` or a row
    of ``figures_table``.

    >>> from ningbo_lib.figures.extraction import find_figures
    >>> (figure,) = find_figures("造船产值约2.5亿元")
    >>> explain(figure)
    '“约2.5亿元” states 造船产值: about 250,000,000 CNY; rule money.'
    >>> explain(figure, language="zh")
    '“约2.5亿元”指造船产值：约250,000,000元；识别规则：money。'

    Raises ``TypeError`` for what is neither, ``ValueError`` for a row without the columns of a
    figure and for another language than "en" and "zh".
    """
    if isinstance(figure, pd.Series):
        figure = _of_row(figure)
    remedy = "take one of find_figures() or a row of figures_table()"
    require_type(figure, Figure, name="the figure", remedy=remedy)
    say = say_in(language)
    kind = say(f"kind_{figure.kind}")
    told = {"surface": figure.surface, "rule": figure.rule}
    if figure.kind in ("date", "period"):
        status = say(f"status_{figure.status}")
        return say("figure_time", kind=kind, period=_period(figure, say), status=status, **told)
    what = figure.indicator or kind
    if figure.subject and figure.subject not in what:
        what = say("figure_of", what=what, subject=figure.subject)
    amount = _amount(figure, language)
    if figure.period:
        amount = say("figure_when", amount=amount, period=_period(figure, say))
    if figure.status == "target":
        amount = say("figure_target", amount=amount)
    return say("figure_amount", what=what, amount=amount, **told)


def _of_row(row: pd.Series) -> Figure:
    """A row of the table as the figure it was, where nothing is None instead of ``""``."""
    require_columns(row.to_frame().T, *Figure._fields, of="the row")
    values = {name: row[name] for name in Figure._fields}
    return Figure(**values | {name: row[name] or None for name in ("direction", "basis")})


def _amount(figure: Figure, language: Language) -> str:
    """The number in base units with its bounds and unit, as a change where it is one."""
    say = say_in(language)
    if figure.low is None:
        return say("ratio_of_many")
    number = f"{figure.low:,}"
    if figure.low != figure.high:
        number = say("figure_range", low=f"{figure.low:,}", high=f"{figure.high:,}")
    unit = unit_in(language, figure.unit)
    amount = say("figure_unit", number=number, unit=unit).rstrip()
    amount = say(f"modifier_{figure.modifier}", amount=amount)
    if figure.direction:
        amount = say(f"figure_{figure.direction}", amount=amount)
    return say(f"figure_{figure.basis}", change=amount) if figure.basis else amount


def unit_in(language: Language, unit: str) -> str:
    """A unit as one says it behind a numeral; in Chinese codes by the first word for them.

    >>> [unit_in("zh", unit) for unit in ("CNY/吨", "月", "GB", "公里")]
    ['元/吨', '个月', 'GB', '公里']
    """
    if language == "en":
        return unit
    first, slash, rest = unit.partition("/")
    if first not in UNITS:
        words = (word for word, known in UNITS.items() if known.unit == first)
        alone = f"个{first}"
        first = next(words, first) if first.isascii() else alone if alone in UNITS else first
    return f"{first}{slash}{rest}"


def _period(figure: Figure, say: Say) -> str:
    if not figure.period:
        return say("period_open")
    first, _, last = figure.period.partition("/")
    period = _time(first, say)
    if last not in ("", first):
        period = say("time_span", first=period, last=_time(last, say))
    return say(f"period_{figure.period_from}", period=period)


def _time(iso: str, say: Say) -> str:
    """A year, month or day of ISO 8601 in words; --03 is a month whose year nobody knows."""
    parts: tuple[str, ...] = ("year", "month", "day")
    texts: tuple[str, ...] = _TIMES
    if iso.startswith("--"):
        parts, texts = parts[1:], _OF_NO_YEAR
    numbers = [int(number) for number in iso.removeprefix("--").split("-")]
    return say(texts[len(numbers) - 1], **dict(zip(parts, numbers, strict=False)))
