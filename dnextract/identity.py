"""What makes an article the same: its address or place, and its content."""

import hashlib
from urllib.parse import urlsplit

from dnextract.corpus import Article

__all__ = ["article_digest", "article_key", "content_hash", "hashed"]


def content_hash(text: str) -> str:
    """Give the id of a text: the first 128 bits of its SHA-256, in 32 hexadecimal digits."""
    return hashed(text.encode("utf-8", "surrogatepass"))


def article_key(article: Article, origin: str | None, place: str) -> str:
    """Give the hash of what an article is known by: its address, else its origin, else its text in `place`.

    The address counts without its fragment, and where it is that of an article, not of a whole site.
    """
    url = (article.url or "").partition("#")[0].strip()
    if _is_of_article(url):
        return hashed(f"url {url}".encode())
    if origin is not None:
        return hashed(f"origin {origin}".encode())
    return hashed(f"text {content_hash(article.text)} {place}".encode())


def _is_of_article(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)


def article_digest(article: Article) -> str:
    """Give the hash of everything that decides what is stored of an article."""
    known = (article.published, article.place, article.title, article.source, article.url)
    return hashed(repr((content_hash(article.text), *known)).encode("utf-8", "surrogatepass"))


def hashed(data: bytes) -> str:
    """Give the first 128 bits of the SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()[:32]
