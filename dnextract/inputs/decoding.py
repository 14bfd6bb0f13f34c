"""The text of a file's bytes, whatever its encoding; never a guess that could garble it."""

import codecs

from dnextract.errors import CorpusError, MissingExtraError
from dnextract.inputs.legacy import decode_legacy, repair

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_READABLE = (
    0.9  # the share of letters and marks of Vietnamese and English in a text without a byte order mark
)
_SAMPLE = 50_000


def decode(data: bytes) -> str:
    """Decode the bytes of a Vietnamese text or page.

    Unicode is known by its byte order mark, else by being valid UTF-8, else by its zero bytes; what remains
    is tried as windows-1258, TCVN3 and VNI. Raises `CorpusError` for a binary file and for an encoding that
    stays unknown, `MissingExtraError` for UTF-16 without a mark if charset-normalizer is not installed.
    """
    encoding = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            name = encoding.removesuffix("-sig").upper()
            raise CorpusError(f"begins as {name} and is not; save it as UTF-8 and try again") from None
        return _decode_unmarked(data) if b"\0" in data else decode_legacy(data)
    return repair([text])[0] if "\0" not in text else _decode_unmarked(data)


def _decode_unmarked(data: bytes) -> str:
    """Decode UTF-16 without a byte order mark."""
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        raise MissingExtraError("charset-normalizer", "batch") from None
    found = from_bytes(data[: 2 * _SAMPLE], cp_isolation=["utf_16_le", "utf_16_be"]).best()
    if found is not None:
        try:
            text = data.decode(found.encoding)
        except UnicodeDecodeError:
            text = ""
        readable = sum((c < "\u0300" and c != "\0") or "\u1e00" <= c < "\u20d0" for c in text[:_SAMPLE])
        if readable and readable >= _READABLE * len(text[:_SAMPLE]):
            return text
    raise CorpusError("is a binary file, not a text")
