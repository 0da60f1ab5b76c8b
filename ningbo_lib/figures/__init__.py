"""Stated numbers: from numerals to figures with unit, bounds, direction, meaning and time.

- ``numerals`` and ``periods`` read numbers and dates; ``units`` says what may stand around them;
- ``labels`` knows where numerals state nothing;
- ``quantities`` is the grammar of number and unit;
- ``linking``, ``indicators``, ``dating`` and ``plans`` say what the words around it tell;
- ``extraction`` puts these together, ``tables`` gives frames and words;
- ``checks`` does the arithmetic between figures, ``scores`` compares with annotation.
"""
