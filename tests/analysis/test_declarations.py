"""Facts that two libraries declare otherwise: what turns by that, and what is proved equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from exportcheck.analysis.apart import still_not_decided
from exportcheck.analysis.differences import Comparison
from exportcheck.analysis.patterns import NotCompared, but_not, language, spelled, word_in
from exportcheck.analysis.witnesses import Judge
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.assumptions import Assumption
from exportcheck.core.catalogue import Member
from exportcheck.core.conditions import AllOf, Condition
from exportcheck.core.contradictions import DeclaredContradiction
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.proofs import Differences, Line
from exportcheck.core.rule_changes import changes_between
from exportcheck.core.values import Interval
from exportcheck.reporting.site.sentences import told_lines

Alone = Callable[[str], Library]
Requiring = Callable[..., str]
Told = tuple[str, str, str]
DENSITY = "item.memory_bandwidth_density"
BOTH_WIDTHS = "item.dram_plus_interconnect_bandwidth"
TPP = "item.total_processing_performance"


def compared(old: Library, new: Library, on: date = date(2024, 3, 1)) -> Differences:
    def judges(profile: str) -> tuple[Judge, Judge]:
        return judge_by(old, {}, profile), judge_by(new, {}, profile)

    return Comparison((old, new), judges, {}, most=5, on=on).differences()


def told(found: Differences) -> set[Told]:
    return {(flip.before, flip.after, flip.of) for flip in found.flips}


def line_of(found: Differences, before: str, after: str, of: str = "") -> Line:
    turn = (before, after, of)
    return next(
        flip.witness.lines[0] for flip in found.flips if (flip.before, flip.after, flip.of) == turn
    )


def undecided(old: Library, new: Library) -> list[str]:
    changes = changes_between(old, new, told_lines)
    return [each.name for each in still_not_decided(changes.not_decided, old, new)]


def declaring(library: Library, name: str, **changes: object) -> Library:
    """The library with a fact declared otherwise."""
    facts = dict(library.catalogue.facts)
    facts[name] = facts[name].but(**changes)
    return library.but(catalogue=library.catalogue.but(facts=facts))


@pytest.fixture
def asking(alone: Alone, requiring: Requiring) -> Callable[[str], Library]:
    """The library whose one rule asks this."""
    return lambda when: alone(requiring(when))


def test_a_quotient_of_other_inputs_turns_what_it_is_found_from(
    asking: Callable[[str], Library],
) -> None:
    """A line that leaves it out is judged by what each side divides by."""
    old = asking(f"{{{DENSITY}: {{at_least: 2 GB/s/mm²}}}}")
    new = declaring(old, DENSITY, inputs=("item.memory_bandwidth", "item.logic_die_area"))
    found = compared(old, new)
    assert not undecided(old, new)
    assert ("fail", "pass", "") in told(found)
    line = line_of(found, "fail", "pass")
    assert DENSITY not in line
    assert {"item.memory_package_area", "item.logic_die_area"} <= line.keys()
    assert found.newly_passes
    assert not found.undecided
    assert not found.unconfirmed


def test_a_line_that_states_it_as_only_one_side_finds_it_is_read_by_that_side_alone(
    asking: Callable[[str], Library],
) -> None:
    """Stated beside its inputs it contradicts what the other side finds, which gives no answer."""
    old = asking(f"{{{BOTH_WIDTHS}: {{at_least: 2 GB/s}}}}")
    new = declaring(old, BOTH_WIDTHS, inputs=("item.dram_bandwidth", "item.host_bandwidth"))
    found = compared(old, new)
    before = f"{BOTH_WIDTHS}, stated as only before it is derived"
    now = f"{BOTH_WIDTHS}, stated as only now it is derived"
    assert {("pass", "unusable", before), ("unusable", "pass", now)} <= told(found)
    assert BOTH_WIDTHS in line_of(found, "unusable", "pass", now)
    assert {before, now} <= {*found.only}


def test_a_sum_in_another_order_is_equal_in_meaning(asking: Callable[[str], Library]) -> None:
    """The order of what is added up says nothing."""
    old = asking(f"{{{BOTH_WIDTHS}: {{at_least: 2 GB/s}}}}")
    inputs = tuple(reversed(old.catalogue[BOTH_WIDTHS].inputs))
    new = declaring(old, BOTH_WIDTHS, inputs=inputs)
    assert undecided(old, new) == []
    assert compared(old, new).equal


def test_what_follows_from_a_sum_that_is_made_otherwise_turns_as_well(
    asking: Callable[[str], Library],
) -> None:
    """The rule asks for a sum of which a part is a sum that is made otherwise."""
    old = asking(f"{{{BOTH_WIDTHS}: {{at_least: 2 GB/s}}}}")
    new = declaring(old, "item.interconnect_bandwidth", inputs=("item.link_bandwidth",))
    found = compared(old, new)
    assert ("fail", "pass", "") in told(found)
    assert ("pass", "fail", "") not in told(found)
    assert not found.undecided


def test_a_formula_that_comes_in_answers_what_was_held_open(
    asking: Callable[[str], Library],
) -> None:
    """Without it a line that leaves the fact out is not told; with it, it passes or fails."""
    new = asking(f"{{{DENSITY}: {{at_least: 2 GB/s/mm²}}}}")
    old = declaring(new, DENSITY, formula="", inputs=())
    found = compared(old, new)
    assert {("review", "pass", ""), ("review", "fail", "")} <= told(found)
    assert DENSITY not in line_of(found, "review", "pass")
    assert ("fail", "pass", "") not in told(found)
    assert not found.undecided


def test_a_format_of_another_length_turns_by_its_rate(asking: Callable[[str], Library]) -> None:
    """Four bits for eight: what was at the line is below it."""
    bits = Interval.exactly(19)  # of the other formats none has a length that is disputed
    undisputed = {"bit_length": bits, "bits_reading": "", "bits_by_option": {}}
    old = declaring(asking(f"{{{TPP}: {{at_least: 1600}}}}"), "item.peak.tf32", **undisputed)
    new = declaring(old, "item.peak.fp8", bit_length=Interval.exactly(4))
    found = compared(old, new)
    assert not undecided(old, new)
    assert ("fail", "pass", "") in told(found)
    assert ("pass", "fail", "") not in told(found)
    line = line_of(found, "fail", "pass")
    assert "item.peak.fp8" in line
    assert TPP not in line
    assert not found.undecided


def test_a_catalogue_item_is_judged_by_the_length_that_changed(
    asking: Callable[[str], Library],
) -> None:
    """`Small` has 160 TPP by its one rate, and with half the length 80, as far as that is told."""
    old = asking(f"{{{TPP}: {{at_least: 100}}}}")
    new = declaring(old, "item.peak.fp16", bit_length=Interval.exactly(8))
    found = compared(old, new)
    named = [flip for flip in found.flips if "Small" in str(flip.witness.lines[0])]
    assert [(flip.before, flip.after) for flip in named] == [("fail", "review")]


def test_a_number_in_another_unit_is_stated_to_one_side_only(
    asking: Callable[[str], Library],
) -> None:
    """No line states an area to a side that asks for a weight; without it neither side tells."""
    old = asking("{item.logic_die_area: {at_least: 700 mm²}}")
    new = rules_of(declaring(old, "item.logic_die_area", unit="GB"), old)
    found = compared(old, new)
    states = "a line that states item.logic_die_area"
    assert {("unusable", "pass", states), ("pass", "unusable", states)} <= told(found)
    line = line_of(found, "unusable", "pass", states)
    assert str(line["item.logic_die_area"]).endswith(" GB")
    assert not {("fail", "pass", ""), ("pass", "fail", "")} & told(found)
    assert not undecided(old, new)
    assert not found.undecided
    assert states in found.only


def test_a_number_in_a_larger_unit_is_stated_in_the_unit_that_both_read(
    asking: Callable[[str], Library],
) -> None:
    """700 kW is 700 W before, as the number is kept: a line in kW passes that failed."""
    old = asking("{item.power: {at_least: 700 W}}")
    new = rules_of(declaring(old, "item.power", unit="kW"), old)
    found = compared(old, new)
    assert ("fail", "pass", "") in told(found)
    assert str(line_of(found, "fail", "pass")["item.power"]).endswith(" kW")
    assert ("pass", "fail", "") not in told(found)
    states = "a line that states item.power"
    assert ("pass", "unusable", states) in told(found)
    assert ("unusable", "pass", states) not in told(found)
    assert not undecided(old, new)
    assert not found.undecided


def test_a_text_that_becomes_one_of_some_words_is_read_alike_where_they_agree(
    asking: Callable[[str], Library],
) -> None:
    """`HBM` is read by both, another word by the text alone, and what it was is the same."""
    old = asking("{item.memory_type: {one_of: [HBM]}}")
    new = declaring(
        old, "item.memory_type", kind="one_of", options={"HBM": "stacked", "GDDR": "not"}
    )
    new = rules_of(new, old, {"hbm": "HBM"})
    found = compared(old, new)
    assert ("fail", "pass", "") not in told(found)
    assert ("pass", "fail", "") not in told(found)
    only = [each for each in told(found) if each[1] == "unusable"]
    assert only
    assert not found.newly_passes
    assert not undecided(old, new)
    assert not found.undecided


def rules_of(library: Library, other: Library, words: Mapping[str, str] | None = None) -> Library:
    """The library with the rules of another, about its own facts; words are kept as it does."""
    (book,) = other.rulebooks

    def test_of(condition: object) -> object:
        from exportcheck.core.conditions import AllOf, Test

        if isinstance(condition, AllOf):
            return condition.but(parts=tuple(map(test_of, condition.parts)))
        assert isinstance(condition, Test)
        operand = condition.operand
        if isinstance(operand, tuple):
            operand = tuple((words or {}).get(each, each) for each in operand)
        return condition.but(fact=library.catalogue[condition.fact.name], operand=operand)

    rules = tuple(
        rule.but(versions=tuple(each.but(when=test_of(each.when)) for each in rule.versions))
        for rule in book.rules
    )
    return library.but(rulebooks=(book.but(rules=rules),))


def test_a_pattern_that_lets_more_by_is_told_with_a_word(asking: Callable[[str], Library]) -> None:
    """The new pattern alone reads three letters of a kind; nothing else turns."""
    old = asking("{license: {one_of: [NLR]}}")
    pattern = old.catalogue["license"].pattern
    new = declaring(old, "license", pattern=f"{pattern}|Q[0-9]Z")
    found = compared(old, new)
    assert [(flip.before, flip.after) for flip in found.flips] == [("unusable", "pass")]
    word = str(found.flips[0].witness.lines[0]["license"])
    assert (word[0], word[-1]) == ("Q", "Z")
    assert not undecided(old, new)
    assert [(f.before, f.after) for f in compared(new, old).flips] == [("pass", "unusable")]


def test_a_pattern_written_otherwise_is_equal_in_meaning(
    asking: Callable[[str], Library],
) -> None:
    """The same words by another expression: no word is read by one side alone."""
    old = asking("{license: {one_of: [NLR]}}")
    pattern = old.catalogue["license"].pattern
    new = declaring(old, "license", pattern=pattern.replace("NLR|", "", 1) + "|NL[R]")
    assert changes_between(old, new, told_lines).not_decided
    assert undecided(old, new) == []
    assert compared(old, new).equal


def test_a_pattern_that_cannot_be_compared_is_told(asking: Callable[[str], Library]) -> None:
    """One that asks for the same text twice is no set of words that can be compared."""
    old = asking("{license: {one_of: [NLR]}}")
    new = declaring(old, "license", pattern=r"(NLR|none)\1*")
    assert undecided(old, new) == ["fact license"]


def test_a_member_that_joins_is_asked_by_the_rules_that_ask_any(
    asking: Callable[[str], Library],
) -> None:
    """What asks of any asks of each, so the rules themselves are compared."""
    old = asking("{destined: {in: [CN]}}")
    members = (*old.catalogue["destined"].members, Member(fact="shipped_from"))
    new = declaring(old, "destined", members=members)
    assert changes_between(old, new, told_lines).not_decided
    assert undecided(old, new) == []
    assert compared(old, new).equal  # the rules were read with the members of before


def test_a_place_that_is_taken_from_elsewhere_turns(asking: Callable[[str], Library]) -> None:
    """Whether two are one is found from other countries."""
    old = asking("{end_use: civil}")
    fact = next(each for each in old.catalogue if each.formula == "is_same")
    old = asking(f"{{{fact.name}: yes}}")
    new = declaring(old, fact.name, inputs=("destination", "consignee.headquarters"))
    found = compared(old, new)
    assert {("fail", "pass", ""), ("pass", "fail", "")} <= told(found)
    assert not found.undecided


def test_what_is_assumed_the_same_as_another_fact_is_told(
    asking: Callable[[str], Library],
) -> None:
    """Such an assumption that changes is still not decided."""
    old = asking("{consignee.country: CN}")
    new = declaring(
        old, "consignee.country", assume={"ordinary": Assumption(same_as="end_user.country")}
    )
    assert undecided(old, new) == ["fact consignee.country"]


@pytest.mark.parametrize(
    "doubts",
    [
        {"doubted_by": ("license",)},
        {"doubted_by": ("license",), "only_as": (("license", ("STA",)),)},
        {},
    ],
)
def test_what_speaks_against_an_assumption_is_told(
    asking: Callable[[str], Library], doubts: dict[str, Any]
) -> None:
    """A fact that is no longer asked for where something speaks against it is not decided."""
    old = asking("{item.eccn: none}")
    new = declaring(old, "item.eccn", assume={"ordinary": Assumption(value="none", **doubts)})
    assert undecided(old, new) == ["fact item.eccn"]
    assert undecided(new, old) == ["fact item.eccn"]
    assert undecided(new, new) == []


def test_a_pattern_is_the_language_of_what_it_matches() -> None:
    """What it looks ahead for, classes, repeats and alternatives count as they are matched."""
    pattern = "none|D(?!0+$)[0-9]{6,7}|[^a-y][\\d_]?"
    assert word_in([language(pattern), spelled("d000000")]) is None
    assert word_in([language(pattern), spelled("d0000001")]) == "D0000001"
    assert word_in([language("z_|z3"), but_not(language(pattern))]) is None
    assert word_in([language("a_|z3"), but_not(language(pattern))]) == "a_"
    with pytest.raises(NotCompared):
        language(r"(a)\1")


def refusing(library: Library, condition: Condition) -> Library:
    """The library in which no line can be so."""
    said = DeclaredContradiction(says="nobody does", when=condition, place=Place(""))
    return library.but(contradictions=(*library.contradictions, said))


def test_what_one_side_alone_refuses_is_shown_by_a_line_that_the_other_lets_pass(
    asking: Callable[[str], Library],
) -> None:
    """A contradiction that is new makes lines unusable, and one that is dropped lets them pass."""
    free = asking('{transaction: export, destination: "CN"}')
    whole = first_of(asking('{transaction: reexport, destination: "JP"}'))
    strict = refusing(free, whole)
    says = "refuse: nobody does"
    found = compared(free, strict)
    assert not found.undecided
    assert told(found) == {("pass", "unusable", f"a line that only the new rules {says}")}
    assert not found.newly_passes
    line = line_of(found, "pass", "unusable", f"a line that only the new rules {says}")
    assert (line["transaction"], line["destination"]) == ("reexport", "JP")
    other = compared(free, strict.but(contradictions=strict.contradictions[-1:]))
    dropped = {f"a line that only the old rules refuse: {e.says}" for e in free.contradictions}
    assert {each for _, _, each in told(other)} == {
        f"a line that only the new rules {says}",
        *dropped,
    }
    back = compared(strict, free)
    assert told(back) == {("unusable", "pass", f"a line that only the old rules {says}")}
    assert back.newly_passes


def test_one_in_other_words_is_equal_in_meaning(asking: Callable[[str], Library]) -> None:
    """What is said of it, and the order of its parts, change no answer."""
    free = asking("{transaction: export}")
    when = first_of(asking('{transaction: reexport, destination: "JP"}'))
    assert isinstance(when, AllOf)
    old = refusing(free, when)
    new = refusing(free, when.but(parts=when.parts[::-1]))
    other_words = new.contradictions[-1].but(says="nobody would")
    new = new.but(contradictions=(*free.contradictions, other_words))
    assert compared(old, new).equal


def first_of(library: Library) -> Condition:
    return library.rulebooks[0].rules[0].versions[0].when
