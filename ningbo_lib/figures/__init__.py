"""Stated numbers: from numerals to figures with unit, bounds, direction, meaning and time.

- ``numerals`` and ``periods`` read numbers and dates; ``units`` says what may stand around them;
- ``spans`` counts years, months and days back and ahead (近十年来);
- ``labels`` knows where numerals state nothing;
- ``compounds`` joins amounts said in two units (三元五角), ``terms`` ranges and lists;
- ``quantities`` is the grammar of number and unit;
- ``linking``, ``indicators``, ``dating`` and ``plans`` say what the words around it tell;
- ``extraction`` puts these together, ``tables`` gives frames, ``explaining`` words;
- ``checks`` does the arithmetic between figures, ``scores`` compares with annotation.
"""
