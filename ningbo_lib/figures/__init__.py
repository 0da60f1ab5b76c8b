"""Stated numbers: from numerals to figures with unit, bounds, direction, meaning and time.

- ``numerals`` reads numbers, ``units`` says what may stand around them;
- ``periods`` reads dates and periods: ``time_phrases`` finds them, ``surroundings`` looks at the
  words around each, ``resolving`` says what it means: ``parts`` of a year, ``days`` and weeks,
  ``holidays``, ``censuses``, ``spans`` of years, months and days around a day (近十年来);
  ``iso_times`` counts on and back in ISO 8601, ``reporting`` knows which year a text of some day
  reports on;
- ``labels`` knows where numerals state nothing;
- ``compounds`` joins amounts said in two units (三元五角), ``terms`` ranges and lists;
- ``quantities`` is the grammar of number and unit;
- ``linking`` knows the place of a number, ``changes``, ``indicators``, ``subjects``,
  ``dating`` and ``plans`` what the words around it tell;
- of changes: ``directions`` says which way, ``bases`` against what;
- of time: ``dated`` is what they find, ``stops`` says where a sentence, paragraph or heading ends;
  ``stretches`` joins times told as one (前天和昨天),
  ``mention_roles`` says what a mention is there for, ``governing`` how far it reaches,
  ``carrying`` into which later sentences and paragraphs, ``present`` what 如今 and 目前 date,
  ``durations`` which years a length of time means, ``apart`` which numbers of one sentence have
  times of their own, ``timeless`` which have none, ``assumed`` when the year may be assumed;
- of plans: ``aims`` knows the shapes of aims, budgets and orders;
- ``extraction`` puts these together, ``tables`` gives frames, ``explaining`` says one figure in
  words, ``reports`` tables of them;
- ``checks`` does the arithmetic between figures, ``scores`` compares with annotation.
"""
