"""Words as they are compared, of whatever string."""

from dnextract.text.tokens import tokenize
from dnextract.text.view import TextView

__all__ = ["normal_words"]


def normal_words(text: str) -> tuple[str, ...]:
    """Give the words of a name in the one form they are compared by.

    >>> normal_words("Kim ngạch  hàng HOÁ") == normal_words("kim ngạch hàng ho\\u0301a")
    True
    """
    return tuple(token.norm for token in tokenize(TextView.of(text).text))
