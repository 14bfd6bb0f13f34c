"""Pattern files: everything the library knows as words, forms, units, cues and names.

This package is the only one that reads them. The format is described in `patterns/README.md`.
"""

from dnextract.patterns.load import Patterns, data_folder, load_patterns

__all__ = ["Patterns", "data_folder", "load_patterns"]
