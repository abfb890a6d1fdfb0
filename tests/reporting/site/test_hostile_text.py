"""Whatever a rule file says is text: on a page nothing of it runs, loads or leads away."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.library import Library
from exportcheck.reading.library import load_library
from exportcheck.reporting.site.as_html import text_of
from exportcheck.reporting.site.as_markdown import text_of as markdown_of
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.citations import is_address, linked
from exportcheck.reporting.site.whole import site_files

ATTACK = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\\\"'><a href=javascript:alert(1)>x</a>"
    " [x](javascript:alert(1)) ![x](http://evil.example/x) `</script>` | www.evil.example"
    " http://evil.example/ https://evil.example/ @everyone # h <!-- \\u202e ${1} &lt;b&gt;"
)
RULES = f"""\
title: "{ATTACK}"
cites: ["{ATTACK}"]
terms:
  hostile:
    meaning: "{ATTACK}"
    when: {{destination: "CN"}}
rules:
  - id: need
    title: "{ATTACK}"
    requires_license: {{reason: RS, part: "742"}}
    versions:
      - effective_from: "2022-01-01"
        source: "{ATTACK}"
        read_in: "{ATTACK}"
        confidence: primary
        note: "{ATTACK}"
        when: {{is: hostile}}
        review_policy:
          - {{policy: denial, cites: ["{ATTACK}"], note: "{ATTACK}", when: {{is: hostile}}}}
        obligations: [{{do: "{ATTACK}", cites: ["javascript:alert(1)"]}}]
"""


@pytest.fixture
def hostile(
    write: Callable[[Mapping[str, str]], Path], material_of: Callable[..., Material]
) -> Material:
    folder = write({"co/rules.yaml": RULES})
    (folder / "co" / "rulebook.yaml").write_text(
        (folder / "co" / "rulebook.yaml")
        .read_text(encoding="utf-8")
        .replace("Rules of the company", json.dumps(ATTACK.encode().decode("unicode_escape"))),
        encoding="utf-8",
    )
    library: Library = load_library([folder], use_cache=False)
    return material_of(library)


def test_nothing_runs_or_leads_away(hostile: Material, read_page: Any) -> None:
    """No element, no handler and no link comes of what a rule file says."""
    pages = site_files(hostile, "html")
    told = 0
    for name, text in pages.items():
        if not name.endswith(".html"):
            continue
        page = read_page(text)
        assert not page.mistakes, (name, page.mistakes)
        told += "alert(1)" in " ".join(page.text)
        for tag, given in page.tags:
            assert not [key for key in given if key.startswith("on") or key == "srcdoc"], name
            assert tag not in ("img", "iframe", "object", "base"), name
            assert tag != "script" or re.fullmatch(r"(\.\./)*search(-index)?\.js", given["src"])
        for link in page.links:
            assert "evil" not in link, name
            assert re.match(r"https://(www\.ecfr\.gov|www\.federalregister\.gov)/|[\w./-]+", link)
            assert ":" not in link.removeprefix("https://"), link
        assert "\u202e" not in text
    assert told > 3
    index = pages["search-index.js"]
    assert json.loads(index.removeprefix("var SEARCH_INDEX = ").rstrip().rstrip(";"))
    assert index.isascii()


def test_nothing_is_marked_up_in_markdown(hostile: Material) -> None:
    """No tag, no link and no heading comes of what a rule file says, and a row stays a row."""
    for name, text in site_files(hostile, "markdown").items():
        if not name.endswith(".md"):
            continue
        bare = re.sub(r'<a id="[\w.-]*"></a>|\]\(<https://[!-;=?-~]*>\)', "", text)
        assert not re.search(r"(?<!\\)<(?!https)", bare), name
        for link in re.findall(r"(?<!\\)\]\((<[^>\n]*>|[^)]*)\)", text):
            assert re.fullmatch(r"<https://(www\.[a-z.]+)/[!-;=?-~]*>|[\w./-]+(#[\w.-]*)?", link)
        assert not re.search(r"(?<!\\)www\.(?!ecfr|federalregister)[a-z]", bare), name
        assert not re.search(r"(?<![\\<])https?://", bare), name
        head = 0
        for line in text.splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert not cells or not head or cells == head, line
            head = cells


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "http://example.com/",
        "data:text/html,x",
        "//example.com/",
        "https://",
        "https://a b",
        'https://a"onclick=x',
        "https://a>b",
        "https://user@example.com",
        "https://example.com/\u202e",
        " https://example.com",
        "https://example.com/<x>",
    ],
)
def test_only_plain_https_addresses_are_links(url: str) -> None:
    """What is not an https address as it is written is text."""
    assert not is_address(url)
    assert linked(url) == url


def test_an_https_address_is_a_link() -> None:
    """An address of a source leads there."""
    assert is_address("https://www.sec.gov/Archives/edgar/data/1045810/x.htm?a=b&c=d#e")


def test_hidden_characters_are_shown() -> None:
    """A character that turns text round is an escape, in both formats."""
    assert text_of("a\u202eb") == "a\\u202eb"
    assert "\u202e" not in markdown_of("a\u202eb")
