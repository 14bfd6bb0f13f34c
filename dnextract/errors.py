"""The errors dnextract raises on purpose.

::

    DnextractError
    ├── PatternError        a pattern file is malformed (all its problems in one message)
    ├── GoldError           a gold or prediction file does not fit its text
    ├── CorpusError         a corpus folder, article or store cannot be read
    ├── ClusterError        a cluster cannot be reached, or gave up
    ├── ModelError          the tagger's model file is missing or broken
    └── MissingExtraError   an optional dependency is not installed (the message says which)
"""

__all__ = [
    "ClusterError",
    "CorpusError",
    "DnextractError",
    "GoldError",
    "MissingExtraError",
    "ModelError",
    "PatternError",
]


class DnextractError(Exception):
    """Base of every error raised on purpose; its message is one clear statement."""


class PatternError(DnextractError):
    """A pattern file breaks the format; the message lists every problem found."""


class GoldError(DnextractError):
    """A gold record is malformed or does not fit the text it annotates."""


class CorpusError(DnextractError):
    """A corpus folder, an article or a store cannot be read or written."""


class ClusterError(DnextractError):
    """A cluster cannot be reached, or gave up on the work."""


class ModelError(DnextractError):
    """The tagger's model file is missing or broken."""


class MissingExtraError(DnextractError):
    """An optional dependency is missing.

    Examples:
        >>> print(MissingExtraError("duckdb", "batch"))
        duckdb is not installed; install it with: pip install "dnextract[batch]"
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f'{package} is not installed; install it with: pip install "dnextract[{extra}]"')
