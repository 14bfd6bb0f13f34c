"""A reader of pages, for tests of what is in them."""

from html.parser import HTMLParser

__all__ = ["Reader", "read"]


class Reader(HTMLParser):
    """Collects the tags, links and record ids of a page, and the characters of its (first) text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.text = ""
        self._open: list[str] = []  # the tags open since the text began

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [value for name in ("href", "src") if (value := found.get(name))]
        self.ids += filter(None, [found.get("data-id")])
        self.anchors += filter(None, [found.get("id")])
        begins = not self.text and found.get("class") == "text"
        if begins or self._open:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.text += data


def read(page: str) -> Reader:
    """Read a whole page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader
