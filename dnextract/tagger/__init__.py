"""The trained tagger: which words name what is measured, its part and whole, where and whose."""

from dnextract.tagger.tagger import MODEL, Tagger
from dnextract.tagger.tags import TaggedName, TagLabel, Tags

__all__ = ["MODEL", "TagLabel", "TaggedName", "Tagger", "Tags"]
