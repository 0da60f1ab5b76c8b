"""Themes and topics, and how far a comparison of them may be believed.

- ``themes`` are word lists; ``incidence`` counts their terms, ``intervals`` bounds the rates,
  ``theme_changes`` compares two groups, ``theme_words`` says in words what comes of it;
- ``fitted`` are topics from the ``models``, with their ``stability``;
- ``vocabularies`` measures the distance of two groups, ``threads`` what they share.
"""
