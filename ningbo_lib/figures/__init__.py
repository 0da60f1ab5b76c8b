"""Stated numbers: from numerals to figures with unit, bounds, direction, meaning and time.

- ``numerals`` reads numbers, ``units`` says what may stand around them;
- ``periods`` reads dates and periods: ``parts`` those of a year, ``days`` days and weeks,
  ``holidays`` named ones, ``spans`` years, months and days counted back and ahead (近十年来);
- ``labels`` knows where numerals state nothing;
- ``compounds`` joins amounts said in two units (三元五角), ``terms`` ranges and lists;
- ``quantities`` is the grammar of number and unit;
- ``linking``, ``indicators``, ``dating`` and ``plans`` say what the words around it tell; ``apart``
  knows numbers of one sentence with times of their own, ``assumed`` when the year may be assumed;
- ``extraction`` puts these together, ``tables`` gives frames, ``explaining`` says one figure in
  words, ``reports`` tables of them;
- ``checks`` does the arithmetic between figures, ``scores`` compares with annotation.
"""
