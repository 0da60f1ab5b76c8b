"""From the text of a page to its articles, in the order of these steps.

- ``cleaning`` carries out the ``repairs`` (``doubling``, ``spacing``) and logs them;
- ``lines`` measures the printed lines;
- ``roles`` says what each line is, by the ``evidence`` (weighed as ``judging`` does, on the
  ``shapes`` and the ``wording`` of lines and the ``habits`` of the page) and the forms of
  ``bylines`` and ``captions``; around texts without columns ``documents`` tells what is of
  ``webpages`` and the ``signatures`` of bodies and officeholders;
- ``columns`` and ``rows`` put columns that were read across in order, by ``pieces`` of text;
- ``regions`` deals the lines out to articles, by how well they fit (``fitting``), and ``ownership``
  gives what lies in a wrong one to the article whose words it shares;
- ``paragraphs`` puts running text together where ``breaks`` finds no new beginning, ``heads`` the
  titles over it;
- ``ordering`` finds the reading order;
- ``layout`` makes the articles of all that.

``dictionary`` is jieba's word list as these steps ask it.
"""
