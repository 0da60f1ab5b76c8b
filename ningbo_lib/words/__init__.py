"""Words: cut, counted and compared.

- ``segmentation`` cuts a text, ``tokens`` makes a frame of that, ``newwords`` suggests terms;
- ``matching`` finds terms in a tokens frame, ``kept_terms`` counts how many stayed whole;
- ``coded`` makes integers of words, ``counting`` counts them;
- ``comparison`` sets two groups side by side, ``document_tests`` tests them.
"""
