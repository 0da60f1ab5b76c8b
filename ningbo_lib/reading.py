"""Bytes to text: which encoding a file is in, and one clear error where it cannot be told."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

_MARKED = (  # byte-order mark -> codec that drops it; UTF-32 first, its mark begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000  # bytes or characters that are enough to guess by
_FREQUENT = frozenset("的一是不在了有人我他这這中大来來上个個国國和地到，。、")


class ReadingError(ValueError):
    """A file cannot be read as text; the message names file, place and remedy."""


@dataclass(frozen=True)
class RawText:
    """A file's text exactly as decoded.

    ``encoding`` is the codec that was used, ``sha256`` the hex digest of the file's bytes.
    """

    text: str
    path: Path
    encoding: str
    sha256: str

    def __repr__(self) -> str:
        """Where it comes from and how long it is."""
        return f"RawText({self.path.as_posix()!r}, {self.encoding}, {len(self.text):,} characters)"


def read_text(path: str | Path, *, encoding: str | None = None) -> RawText:
    """Read the text file at ``path``.

    Without ``encoding`` it is told from a byte-order mark, from being valid UTF-8, from the
    zero bytes of UTF-16, and else from the text itself (GB18030, Big5, …).  Raises
    ``ReadingError`` for a missing or empty file, an unknown codec name, and for bytes that no
    encoding explains.
    """
    path = Path(path)
    data = _bytes(path)
    name = encoding or _guess(path, data)
    try:
        text = data.decode(name)
        text.encode()  # some codecs (UTF-7) make halves of characters, which no table can hold
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{path}: byte {error.start} is not valid {name}; "
            "name the file's encoding, as in read_text(path, encoding='gb18030')"
        ) from None
    except UnicodeEncodeError as error:
        raise ReadingError(
            f"{path}: character {error.start} is half of one when read as {name}; "
            "name the file's encoding, as in read_text(path, encoding='gb18030')"
        ) from None
    except (LookupError, ValueError):
        raise ReadingError(f"{path}: no encoding is called {name!r}; try 'gb18030'") from None
    if not text.strip():
        raise ReadingError(f"{path}: the file holds no text; was the page extracted?")
    return RawText(text, path, name, hashlib.sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"{path}: no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise ReadingError(f"{path}: a folder; read_corpus reads folders") from None
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read ({error.strerror})") from None
    if not data:
        raise ReadingError(f"{path}: the file is empty; was the page extracted?")
    return data


def _guess(path: Path, data: bytes) -> str:
    for mark, codec in _MARKED:
        if data.startswith(mark):
            return codec
    if b"\0" in data[:_SAMPLE]:
        return _utf16_order(path, data[:_SAMPLE])
    if _decodes(data, "utf-8"):
        return "utf-8"
    scores = {codec: _share_read_as(data, codec) for codec in ("gb18030", "big5hkscs")}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] > 0:
        return best
    other = from_bytes(data[:_SAMPLE]).best()
    if other is None or not _decodes(data, other.encoding):
        raise ReadingError(
            f"{path}: bytes in no encoding of Chinese text that we know (tried UTF-8, GB18030, "
            "Big5, UTF-16); name it, as in read_text(path, encoding='…'), or extract the page again"
        )
    return other.encoding


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _share_read_as(data: bytes, codec: str) -> float:
    return _frequent_share(data.decode(codec)[:_SAMPLE]) if _decodes(data, codec) else 0.0


def _frequent_share(text: str) -> float:
    """Share of the text's characters beyond ASCII that are among the most frequent ones.

    Real Chinese has 10 to 25 % of them; text decoded with another script's codec, next to none.
    Where half a file is in another encoding, that half comes out in what stands between the
    characters of Chinese and its marks: Yi, Korean, private use.
    """
    wide = [char for char in text if char > "\x7f"]
    share = sum(char in _FREQUENT for char in wide) / len(wide) if wide else 0.0
    foreign = sum("\ua000" <= char <= "\uf8ff" for char in wide)
    return share if share >= 0.02 and foreign <= 0.1 * len(wide) else 0.0


def _utf16_order(path: Path, data: bytes) -> str:
    """UTF-16 without a mark: spaces, line ends and digits have their zero byte on one side."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    codec = "utf-16-be" if even > odd else "utf-16-le"
    try:
        text = data[: len(data) // 2 * 2].decode(codec, errors="strict")
    except UnicodeDecodeError:
        text = ""
    if not _frequent_share(text):
        raise ReadingError(
            f"{path}: zero bytes at {data.index(0)}: not a text file, or one in an unusual "
            "encoding; name it, as in read_text(path, encoding='utf-16-le')"
        )
    return codec
