"""Reads a page as a browser would, strictly: what it links to, its places, and its nesting."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


class Read(HTMLParser):
    """A page that was read; whatever is not well formed is a mistake."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.mistakes: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        if self.open:
            self.mistakes.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._started(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._started(tag, attrs)

    def _started(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.mistakes.append(f"an attribute twice in {tag}")
        self.tags.append((tag, given))
        if tag == "a":
            self.links.append(given["href"])
        elif "href" in given or "src" in given:
            self.loads.append(given.get("href") or given["src"])
        if "id" in given:
            if given["id"] in self.places:
                self.mistakes.append(f"the place {given['id']} twice")
            self.places.add(given["id"])
        inside = self.open[-1] if self.open else ""
        if inside == "p" and tag in ("p", "ul", "ol", "dl", "div", "table", "h2", "h3"):
            self.mistakes.append(f"{tag} in a paragraph")
        if inside in ("ul", "ol") and tag != "li":
            self.mistakes.append(f"{tag} straight in a list")
        if tag == "a" and "a" in self.open:
            self.mistakes.append("a link in a link")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"{tag} is closed and was not the last opened")

    def handle_data(self, data: str) -> None:
        self.text.append(data)
