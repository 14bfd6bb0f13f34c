"""An extractor that ends its process at an article that says so."""

import os
import signal
from typing import Any

from stores import OneFigure

from dnextract.document import Document


class Deadly(OneFigure):
    def extract(self, text: str, published: Any = None, place: str | None = None) -> Document:
        if "chết" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().extract(text, published, place)


def deadly() -> Any:
    return Deadly()
