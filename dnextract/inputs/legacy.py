"""Vietnamese text in the encodings of before Unicode: TCVN3 (ABC), VNI, windows-1258, and UTF-8 read wrongly.

Such text arrives as bytes, or already decoded as if it were Western: "C«ng ty" or "Coâng ty" for "Công ty".
Each encoding is tried, and the reading is taken in which the most words are common Vietnamese ones; a text
that none makes readable is refused, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

from dnextract.errors import CorpusError

__all__ = ["decode_legacy", "repair"]

# Words with a Vietnamese letter that make up a third of such words in any text.
_COMMON = frozenset(
    """
    của và các là được không những đã với người để tại đồng năm một từ đến về việt tăng giảm triệu tỷ tỉ số
    có ở này đầu như sẽ phát triển quốc cả công thị trường kinh tế nước khi vào ra trên dưới hơn gần đạt mức
    giá lần tháng quý ngày tổng vốn xuất nhập khẩu lượng bộ tỉnh thành phố hàng sản phẩm dự án
    """.split()  # noqa: SIM905
)
_FEWEST, _SHARE = 3, 0.1  # how many of the words with a foreign letter must be common ones, and what share
_FOREIGN = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_VIETNAMESE_ONLY = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u0323]")
_SAMPLE = 50_000  # characters that tell the encoding

# TCVN 5712 from 0xA1 on; TCVN3 has its small letters, and fonts that show them as capitals.
_TCVN = dict(
    zip(
        range(0xA1, 0xFF),
        "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# The bytes of windows-1252 whose characters have other codes.
_BYTES = {ord(c): byte for byte in range(0x80, 0xA0) if (c := bytes([byte]).decode("cp1252", "ignore"))}
# VNI writes a letter and then its marks as one more character.
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_MARK = {ord(k): v for k, v in {**_VNI_MARKS, **{k.upper(): v for k, v in _VNI_MARKS.items()}}.items()}
_VNI_LETTER = {
    ord(k): v for k, v in {**_VNI_LETTERS, **{k.upper(): v.upper() for k, v in _VNI_LETTERS.items()}}.items()
}
_VNI_PAIR = re.compile(
    "([aeouyAEOUYôöÔÖ])([" + "".join(map(chr, _VNI_MARK)) + "])|([" + "".join(map(chr, _VNI_LETTER)) + "])"
)


def decode_legacy(data: bytes) -> str:
    """Decode bytes that are no Unicode; raises `CorpusError` if no encoding makes them Vietnamese."""
    western = data.decode("cp1252", "replace")
    vietnamese = data.decode("cp1258", "replace")
    read = _reader(western)
    readings = [vietnamese, *([read(western)] if read else [])]
    shares = {share: text for text in readings if (share := _share(text)) is not None}
    if shares:
        return unicodedata.normalize("NFC", shares[max(shares)])
    if not _FOREIGN.search(western) and "\ufffd" not in western:  # dashes and quotation marks alone
        return western
    raise CorpusError(
        "is neither UTF-8 nor UTF-16, nor Vietnamese in windows-1258, TCVN3 or VNI; save it as UTF-8"
    )


def repair(parts: Sequence[str]) -> list[str]:
    """Give the texts of one source in Unicode, where they have the letters of TCVN3, VNI or misread UTF-8.

    All other texts stay as they are. Short texts are read as the long ones beside them.

    >>> repair(["Tin s¸ng", "S¶n l­îng cña c¸c tØnh ®· t¨ng 5%"])
    ['Tin sáng', 'Sản lượng của các tỉnh đã tăng 5%']
    """
    if all(map(str.isascii, parts)):
        return list(parts)
    sample = "\n".join(part[:_SAMPLE] for part in parts)
    if _VIETNAMESE_ONLY.search(sample) or _share(sample) is not None:
        return list(parts)
    read = _reader(sample)
    return [unicodedata.normalize("NFC", read(part)) for part in parts] if read else list(parts)


def _reader(western: str) -> Callable[[str], str] | None:
    """Find the reading in which a text of Western letters is Vietnamese."""
    shares = {
        share: read
        for read in (_from_utf8, _from_tcvn, _from_vni)
        if (share := _share(read(western))) is not None
    }
    return shares[max(shares)] if shares else None


def _share(text: str) -> float | None:
    """Give the share of common Vietnamese words among those with a foreign letter, `None` if too small."""
    words = _FOREIGN.findall(unicodedata.normalize("NFC", text).lower())
    common = sum(word in _COMMON for word in words)
    share = common / len(words) if words else 0
    return share if common >= _FEWEST and share >= _SHARE else None


def _from_utf8(western: str) -> str:
    return western.translate(_BYTES).encode("latin-1", "replace").decode("utf-8", "replace")


def _from_tcvn(western: str) -> str:
    return western.translate(_TCVN)


def _from_vni(western: str) -> str:
    def composed(match: re.Match[str]) -> str:
        base, mark, letter = match.groups()
        if letter:
            return letter.translate(_VNI_LETTER)
        return unicodedata.normalize("NFC", base.translate(_VNI_LETTER) + _VNI_MARK[ord(mark)])

    return _VNI_PAIR.sub(composed, western)
