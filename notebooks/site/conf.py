"""What Sphinx needs to know; ``build.py`` beside it calls it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.transforms import SphinxTransform

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from chinese import JoinLines, keep_language, speak_chinese

import ningbo_lib

project = "ningbo_lib"
release = ningbo_lib.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["README*.md"]  # included in other pages

html_theme = "furo"
html_title = "ningbo_lib"
html_static_path = [str(Path(sys.argv[-2]) / "static")]
html_css_files = ["style.css"]
html_copy_source = False
html_show_copyright = False
html_show_search_summary = False  # a page opened from disk may not read other files
html_search_language = "han"
pygments_style = "default"
pygments_dark_style = "github-dark"

nb_execution_mode = "off"
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
# Types of other libraries are named, not linked: their documents are not on this site.
nitpick_ignore_regex = [
    ("py:.*", r"(?!ningbo_lib).*"),
    ("py:class", r"ningbo_lib\.display\.(Piece|Printed|Repaired?)"),  # what it asks of its input
]


class HanSearch(SearchLanguage):
    """Chinese is found by pairs of neighbouring characters, anything else by words.

    No dictionary is needed, and index and query are cut alike: a phrase leads to the pages
    that have all its pairs.
    """

    lang = "han"
    language_name = "Chinese and English"
    js_splitter_code = r"""
var splitQuery = (query) =>
  (query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{Letter}\p{Number}_])+/gu) || [])
    .flatMap((run) => /^[\u3400-\u9fff]{3}/u.test(run)
      ? [...run].slice(1).map((character, place) => run[place] + character)
      : [run]);
"""

    def split(self, input: str) -> list[str]:
        runs = re.findall(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+", input)
        return [piece for run in runs for piece in pairs(run)]

    def stem(self, word: str) -> str:
        return word.lower()


def pairs(run: str) -> list[str]:
    """A run of Chinese as characters and pairs of characters; other runs whole."""
    if not "\u3400" <= run[0] <= "\u9fff":
        return [run]
    return [*run, *(run[place : place + 2] for place in range(len(run) - 1))]


class LinkPublicNames(SphinxTransform):
    """A public name in code style, ``keyness`` or ``nb.keyness``, leads to its reference."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for literal in list(self.document.findall(nodes.literal)):
            name = literal.astext().removeprefix("nb.").removesuffix("()")
            inside = isinstance(literal.parent, nodes.reference | pending_xref)
            if name in ningbo_lib.__all__ and not inside:
                options = {"refdomain": "py", "reftype": "obj", "refexplicit": True}
                reference = pending_xref("", reftarget=f"ningbo_lib.{name}", **options)
                reference["refdoc"] = self.env.docname
                literal.replace_self(reference)
                reference += literal


class DescribePictures(SphinxTransform):
    """A picture that a notebook drew is called what its section is called."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for picture in self.document.findall(nodes.image):
            around = picture
            while around is not None and not isinstance(around, nodes.section):
                around = around.parent
            if "alt" not in picture and around is not None:
                picture["alt"] = around[0].astext()


def open_pictures(app: Sphinx, page: str, template: str, context: Any, *tree: Any) -> None:
    """A picture leads to itself alone, where a phone can enlarge it."""
    linked = r'<a class="picture" href="\2">\1</a>'
    context["body"] = re.sub(r'(<img [^>]*?src="([^"]+)"[^>]*>)', linked, context.get("body", ""))


def drop_placeholders(*event: Any) -> None:
    """What Python itself writes about the fields of a named tuple says nothing."""
    lines = event[-1]
    if lines and lines[0].startswith("Alias for field number"):
        lines.clear()


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-docstring", drop_placeholders)
    app.add_search_language(HanSearch)
    for transform in (LinkPublicNames, DescribePictures, JoinLines):
        app.add_transform(transform)
    for handler in (speak_chinese, keep_language, open_pictures):
        app.connect("html-page-context", handler)
