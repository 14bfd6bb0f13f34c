"""Lines of output that no words of an input can break."""

import re

__all__ = ["CONTROLS", "one_line"]

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def one_line(text: str) -> str:
    """Write control characters, such as a line break in a file's name, by their escapes."""
    return CONTROLS.sub(lambda found: repr(found[0])[1:-1], text)
