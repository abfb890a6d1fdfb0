"""What the viewers of build servers read of JUnit XML, in our words, for tests."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

# What an element may hold, what it must be told with, and what it may be told with: the schema by
# which Jenkins takes a report or refuses it, and the times, without which a viewer shows `NaN`.
SHAPE = {
    "testsuites": ({"testsuite"}, {"time"}, {"name", "tests", "failures", "errors"}),
    "testsuite": (
        {"testcase"},
        {"name", "file", "tests", "failures", "errors", "skipped", "time"},
        set(),
    ),
    "testcase": ({"failure", "error", "skipped"}, {"name", "classname", "time"}, set()),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"message"}, set()),
}
COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


def has_the_shape_that_viewers_read(text: str) -> None:
    """The elements and attributes of the schema, counts that are those of the cases, and names
    that are no other case's, since of those a viewer shows the first."""
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        inner, required, known = SHAPE[element.tag]
        assert {child.tag for child in element} <= inner
        assert required <= set(element.attrib) <= required | known
    for counted in (root, *root.iter("testsuite")):
        for name, tag in COUNTED.items():
            if counted is root and name == "skipped":
                continue
            assert int(counted.attrib[name]) == len(list(counted.iter(tag))), name
    for suite in root.iter("testsuite"):
        names = [(case.attrib["classname"], case.attrib["name"]) for case in suite]
        assert len(set(names)) == len(names)


def places_as_shown(text: str) -> dict[str, str]:
    """Where a viewer marks a case in the file of its suite, and as what: at the last place of that
    file that its text names after a space, else at line 1."""
    shown = {}
    for suite in ET.fromstring(text).iter("testsuite"):
        file = suite.attrib["file"]
        for told in (each for case in suite for each in case if each.tag != "skipped"):
            found = re.findall(rf" [^ ]*{re.escape(file)}.*?:(\d+)", told.text or "")
            shown[f"{file}:{found[-1] if found else 1}"] = told.tag
    return shown
