"""A folder laid over our rules is never looser unseen: each way is refused, told, or has no effect.

What is declared once for all cannot be declared again; what an added rulebook says reaches its own
requirements only; and the two ways that are left, to replace a rulebook and to answer a question of
ours by a list of names, are told with every answer.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.cli.app import run
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.reading.library import load_library

Write = Callable[[Mapping[str, str]], Path]
Mistakes = Callable[[Path], tuple[Problem, ...]]
Ask = Callable[..., Any]
VERSION = """\
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
"""
HARMLESS = f"""\
title: T
cites: [C]
rules:
  - id: r1
    title: R
    prohibits: true
{VERSION}        when: {{end_use: military}}
"""
GROUPS = """\
title: T
cites: [C]
read_in: r
recorded_from: "2022-01-01"
listed: ["CN"]
"""
LINE = {
    "item.peak.fp16": "1000 TFLOPS dense",
    "item.formats": "fp16",
    "item.logic_die_area": "800 mm²",
    "item.kind": "integrated_circuit",
    "item.designed_for_datacenters": "yes",
    "destination": "CN",
    "ship_date": "2025-06-01",
}


def over(write: Write, files: Mapping[str, str]) -> Library:
    return load_library([write({"co/rules.yaml": HARMLESS, **files})], use_cache=False)


def refused(write: Write, mistakes: Mistakes, files: Mapping[str, str]) -> Problem:
    (problem,) = mistakes(write({"co/rules.yaml": HARMLESS, **files}))
    return problem


# ---- refused: what is declared once for all ------------------------------------------------


def test_a_fact_of_ours_cannot_be_declared_again(write: Write, mistakes: Mistakes) -> None:
    """Whatever a company's facts file says of a fact of ours, it is refused at its name."""
    text = "facts:\n  end_use: {kind: text, meaning: m, ask: a}\n"
    problem = refused(write, mistakes, {"facts.yaml": text})
    assert (problem.code, problem.place.line) == ("EC203", 2)
    assert "declared twice" in problem.message


def test_a_country_keeps_its_name(write: Write, mistakes: Mistakes) -> None:
    """A country code cannot be given to another country."""
    problem = refused(write, mistakes, {"countries.yaml": 'countries:\n  "CN": Germany\n'})
    assert problem.message == "`CN` has another name already, China"


@pytest.mark.parametrize(
    ("name", "says"), [("D:5", "is defined twice"), ("AE", "has the code of a country")]
)
def test_a_group_of_ours_or_a_country_is_no_company_s_group(
    write: Write, mistakes: Mistakes, name: str, says: str
) -> None:
    """A group cannot be defined again, and none can be put in the place of a country."""
    text = f'{GROUPS}groups:\n  "{name}": {{meaning: m, members: ["CN"]}}\n'
    problem = refused(write, mistakes, {"co/destinations/groups.yaml": text})
    assert problem.code == "EC203"
    assert says in problem.message


def test_a_term_of_ours_cannot_be_defined_again(write: Write, mistakes: Mistakes) -> None:
    """A defined term means one thing in all rulebooks."""
    terms = "terms:\n  excluded by Note 2: {meaning: m, when: {end_use: civil}}\nrules:"
    problem = refused(write, mistakes, {"co/rules.yaml": HARMLESS.replace("rules:", terms)})
    assert "defined twice" in problem.message


def test_a_reading_of_ours_cannot_be_declared_again(write: Write, mistakes: Mistakes) -> None:
    """The default of a reading is not changed by a rulebook laid over it."""
    (root := write({})).joinpath("co").mkdir(exist_ok=True)
    head = (root / "co" / "rulebook.yaml").read_text(encoding="utf-8")
    reading = """\
readings:
  ai-diffusion:
    question: q
    options: {enforced_only: a, as_codified: b}
    default: as_codified
    why: w
    confidence: primary
    sources: [s]
"""
    problem = refused(write, mistakes, {"co/rulebook.yaml": head + reading})
    assert problem.message == "the reading `ai-diffusion` is declared twice"
    assert "--reading ai-diffusion=OPTION" in problem.help


@pytest.mark.parametrize("sku", ["H20", "H100 SXM5 80GB"])
@pytest.mark.parametrize("maker", ["NVIDIA", "Somebody"])
def test_an_item_of_ours_cannot_be_described_again(
    tmp_path: Path, mistakes: Mistakes, maker: str, sku: str
) -> None:
    """An item with a name of ours and other figures is refused, whoever is said to make it."""
    file = tmp_path / "rules" / "items" / "x.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        f'maker: {maker}\nheadquarters: "US"\nitems:\n  - sku: {sku}\n    family: Other\n'
        "    kind: integrated_circuit\n    confidence: high\n    sources: [s]\n"
        "    facts: {peak: {fp16: 1 TFLOPS dense}}\n",
        encoding="utf-8",
    )
    found = mistakes(tmp_path / "rules")
    assert {(each.code, each.place.file, each.place.line) for each in found} == {
        ("EC203", str(file), 4)
    }


def test_an_arithmetic_format_of_ours_is_no_company_s(write: Write, mistakes: Mistakes) -> None:
    """A rate of a company in FP16 would stand in for that of ours, and so hide the performance."""
    fact = "{kind: throughput, meaning: m, ask: a, bit_length: 1 bit}"
    problem = refused(write, mistakes, {"facts.yaml": f"facts:\n  company.fp16: {fact}\n"})
    assert (problem.code, problem.place.line) == ("EC203", 2)
    assert problem.message == "the arithmetic format `fp16` has a rate already, `item.peak.fp16`"


# ---- without effect on ours ----------------------------------------------------------------


def test_an_exception_covers_requirements_of_its_own_rulebook_only(write: Write, ask: Ask) -> None:
    """A company's exception that covers all leaves the requirements of the law uncovered."""
    excepts = (
        HARMLESS
        + f"""\
  - id: anything
    title: Covers all
    excepts: {{symbol: CO, covers: all}}
{VERSION}        when: {{destination: "CN"}}
"""
    )
    library = over(write, {"co/rules.yaml": excepts})
    found: Determination = ask(library, LINE, profile="ordinary")
    assert found.outcome.value == "license_required"
    assert any(e.name == "co/anything" and e.truth.value == "holds" for e in found.exceptions)


def test_an_exception_cannot_name_a_requirement_of_ours(write: Write, mistakes: Mistakes) -> None:
    """To cover a rule of another rulebook is a mistake, at the id."""
    excepts = (
        HARMLESS
        + f"""\
  - id: anything
    title: Covers ours
    excepts: {{symbol: CO, covers: [742.6(a)(6).2022]}}
{VERSION}        when: {{destination: "CN"}}
"""
    )
    problem = refused(write, mistakes, {"co/rules.yaml": excepts})
    assert "is not a license requirement of this rulebook" in problem.message


def test_a_country_treated_as_another_by_a_company_is_not_by_the_law(
    write: Write, ask: Ask
) -> None:
    """What the company treats as Germany counts as Germany in its own rules, and there alone."""
    treated = f"""{
        GROUPS.replace(
            "listed:",
            '''treated_as:
  - {code: "CN", as: "DE", since: "2020-01-01", source: s}
listed:''',
        )
    }groups:
  "co:friends": {{meaning: m, members: ["DE"]}}
"""
    rules = HARMLESS.replace("end_use: military", 'destination: {in: ["co:friends"]}')
    library = over(write, {"co/destinations/groups.yaml": treated, "co/rules.yaml": rules})
    us, co = library.rulebooks
    day = date(2025, 6, 1)
    assert (us.groups.counts_as("CN", day), co.groups.counts_as("CN", day)) == ("CN", "DE")
    assert us.groups.counts_as("HK", day) == co.groups.counts_as("HK", day) == "CN"
    # Whoever asks first, and under the readings taken: what one sees is not what the other does.
    under = [book.groups.under({}) for book in (co, us)]
    assert [each.counts_as("CN", day) for each in under] == ["DE", "CN"]
    for groups, truth in ((co.groups, "fails"), (us.groups, "holds")):
        assert groups.within(("D:5",), frozenset({"CN"}), day).value == truth
    found: Determination = ask(library, LINE, profile="ordinary")
    assert any(r.truth.value == "holds" for r in found.judgments[0].requirements)
    (prohibition,) = found.judgments[1].prohibitions
    assert prohibition.truth.value == "holds"


def test_a_company_s_facts_do_not_change_the_digest_of_ours(write: Write) -> None:
    """The digest of the law is the same whatever is laid over it; that of the company's changes."""
    alone = load_library(use_cache=False).rulebooks[0].digest
    before = over(write, {})
    text = "facts:\n  company.x: {kind: yes_no, meaning: m, ask: a}\n"
    after = over(write, {"facts.yaml": text})
    assert before.rulebooks[0].digest == after.rulebooks[0].digest == alone
    assert before.rulebooks[1].digest != after.rulebooks[1].digest


def test_two_folders_of_one_name_stand_side_by_side(folder: Path, tmp_path: Path) -> None:
    """Facts of the first folder are not left out because the second has the same name."""
    other = tmp_path / "elsewhere" / "rules"
    shutil.copytree(folder, other)
    (other / "co").rename(other / "two")
    head = other / "two" / "rulebook.yaml"
    head.write_text(head.read_text("utf-8").replace("id: co", "id: two"), encoding="utf-8")
    for number, root in enumerate((folder, other)):
        name = ("co", "two")[number]
        (root / "facts.yaml").write_text(
            f"facts:\n  company.x{number}: {{kind: yes_no, meaning: m, ask: a}}\n", "utf-8"
        )
        text = HARMLESS.replace("end_use: military", f"company.x{number}: yes")
        (root / name / "rules.yaml").write_text(text, encoding="utf-8")
    library = load_library([folder, other], use_cache=False)
    assert {book.id for book in library.rulebooks} == {"us-ear", "co", "two"}
    assert {"company.x0", "company.x1"} <= set(library.catalogue.facts)
    assert library.loosened == ()


def test_a_folder_named_like_a_rulebook_of_ours_hides_no_file_of_it(write: Write) -> None:
    """A rulebook `classification` in a folder `us-ear` is another one than the files of ours."""
    root = write({"classification/3A090.yaml": HARMLESS})
    (root / "co" / "rulebook.yaml").rename(root / "classification" / "rulebook.yaml")
    (root / "co").rmdir()
    root = root.rename(root.parent / "us-ear")
    us, _ = load_library([root], use_cache=False).rulebooks
    assert us.digest == load_library(use_cache=False).rulebooks[0].digest


def test_a_folder_named_twice_is_read_once(write: Write) -> None:
    """A folder that the configuration and an option both name does not replace itself."""
    root = write({"co/rules.yaml": HARMLESS})
    library = load_library([root, root], use_cache=False)
    assert [book.id for book in library.rulebooks] == ["us-ear", "co"]
    assert library.loosened == ()


# ---- told with every answer ----------------------------------------------------------------


def listed(answers: str, every: str = "") -> str:
    return f"""\
title: T
cites: [C]
read_in: r
lists:
  own:
    title: own list
    meaning: m
    answers: {answers}
    parties: [end_user.name]
{every}entries:
  - {{name: Some Party, stands_on: [own], since: "2022-01-01", source: s, confidence: high}}
"""


def test_a_list_that_answers_a_question_of_ours_is_told(write: Write) -> None:
    """A name on a company's list may open what the law closes: it is said which question it is."""
    library = over(write, {"co/parties/own.yaml": listed("uae.approved_entities")})
    (told,) = library.loosened
    assert "the list own of co answers uae.approved_entities" in told


def test_a_list_that_only_adds_restricted_parties_is_not(write: Write) -> None:
    """More names of parties that the law restricts loosen nothing, nor do answers of its own."""
    facts = "facts:\n  company.x: {kind: yes_no, meaning: m, ask: a}\n"
    for answers in ("parties.listed", "parties.on_entity_list", "company.x"):
        files = {"co/parties/own.yaml": listed(answers), "facts.yaml": facts}
        assert over(write, files).loosened == (), answers


def test_a_fact_of_the_company_hides_no_question_of_ours(write: Write) -> None:
    """A fact that is no when ours is does not make of an approval a list of restricted parties.

    A name on a list that answers it answers ours as well: who is on one list is on some.
    """
    derived = "{formula: no_when_no, from: [uae.approved_entities]}"
    fact = f"{{kind: yes_no, meaning: m, ask: a, derived: {derived}}}"
    facts = f"facts:\n  company.x: {fact}\n"
    for answers in ("uae.approved_entities", "company.x"):
        files = {"co/parties/own.yaml": listed(answers), "facts.yaml": facts}
        (told,) = over(write, files).loosened
        assert "the list own of co answers uae.approved_entities" in told


def test_a_list_of_restricted_parties_whose_end_says_no_is_told(write: Write) -> None:
    """Where every name must stand on the list, the end of a listing answers no."""
    text = listed("parties.listed", "    every: true\n")
    assert len(over(write, {"co/parties/own.yaml": text}).loosened) == 1


def test_a_rulebook_that_replaces_ours_is_told_everywhere(
    write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """On stderr, in the text and in the JSON: a rulebook of ours was replaced."""
    root = write({"co/rules.yaml": HARMLESS})
    (root / "co").rename(root / "us-ear")
    said = "a folder of rules replaces the rulebook us-ear"
    spec = tmp_path / "chip.yaml"
    spec.write_text("sku: X1\nkind: integrated_circuit\nfacts: {power: 1 W}\n", encoding="utf-8")
    common = ["check", "--spec", str(spec), "--to", "CN", "--date", "2025-06-01", "--no-config"]
    for form in ("text", "json"):
        with pytest.raises(SystemExit):
            _call([*common, "--rules", str(root), "--format", form])
        out = capsys.readouterr()
        assert f"warning: {said}" in out.err
        assert said in " ".join(out.out.split()).replace("A folder", "a folder")
        if form == "json":
            (line,) = json.loads(out.out)["lines"]
            assert any(warning.startswith(said) for warning in line["warnings"])


def _call(arguments: list[str]) -> None:
    import sys

    before = sys.argv
    sys.argv = ["exportcheck", *arguments]
    try:
        run()
    finally:
        sys.argv = before
