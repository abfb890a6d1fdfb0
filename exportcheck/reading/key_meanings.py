"""What each key of a file means, in a sentence: shown by editors beside what is typed.

One table, by the noun that a schema gives its mapping and the key. Facts are not here: their
meaning stands in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping

from exportcheck.core.conditions import OPERATORS

_SOURCE = "Where this was read, so that another can find it."
_URL = "The address of the source."
_NOTE = "What a reader should know beside it."
_CITES = "The places in the law, or in the manual, that it states."
_READ_IN = "The very text that was read, with its day."
_CONFIDENCE = "How sure the source is."
_TITLE = "What it is called in a report."
_WHEN = "The condition: it holds when each of its entries holds; without one it always holds."
_MEANING = "What it is, in a sentence."

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "a rules file": {
        "title": "What the rules of the file are about.",
        "cites": "What the rules of the file state, unless a rule cites for itself.",
        "terms": "Defined terms, each under its words; a condition uses one by `is`.",
        "rules": "The rules, each with one effect and its dated versions.",
    },
    "a defined term": {"meaning": _MEANING, "cites": _CITES, "when": _WHEN},
    "a rule": {
        "id": "A name of its own in its rulebook, such as the paragraph it states; in quotes.",
        "title": _TITLE,
        "cites": _CITES,
        "classifies": "Effect: the item is described in this paragraph of the control list.",
        "requires_license": "Effect: a license is required, for the reason named.",
        "prohibits": "Effect: the activity is prohibited; no license exception overcomes it.",
        "excepts": "Effect: a license exception, or a license held, that covers requirements.",
        "obliges": "Effect: something must be done, kept, filed or stated.",
        "advises": "Effect: a red flag, which holds a passing answer open until it is resolved.",
        "versions": "What the rule says since when, the oldest version first.",
    },
    "a license requirement": {
        "reason": "The reason for control, or for which policy the license is required.",
        "part": "The part of the regulations under which it is required; a company's own has none.",
    },
    "a license exception": {
        "symbol": "How it is claimed, such as NAC.",
        "covers": "Which requirements of this rulebook it covers: ids, whole parts, or `all`.",
        "license": "Whether it is a license held and no exception.",
    },
    "advice": {
        "holds_open": "`false` for advice by the way, which no answer waits for.",
        "doubts": "The fact that it doubts as stated; `rules analyze` leaves it out of account.",
    },
    "a version of a rule": {
        "effective_from": "The first day on which it holds.",
        "superseded_on": "The first day on which it no longer holds; else the next version's day.",
        "announced": "The day on which it was announced.",
        "published": "The day on which it was published.",
        "compliance_from": "The day from which compliance is asked for.",
        "review_by": "The day by which somebody looks at it again.",
        "reviewer": "Who looks at it again.",
        "source": _SOURCE,
        "url": _URL,
        "read_in": _READ_IN,
        "confidence": _CONFIDENCE,
        "note": _NOTE,
        "cites": "Citations of this version beside those of the rule.",
        "when": _WHEN,
        "unless": "A condition under which it does not hold, whatever `when` says.",
        "review_policy": "How applications are reviewed; the first whose condition holds applies. "
        'A list: `review_policy: [{policy: presumption_of_denial, cites: ["15 CFR 744.23(d)"]}]`, '
        "each with `when` where it does not always apply.",
        "bars": "What bars the use of the exception.",
        "obligations": "What must be done where it holds.",
        "advice": "What is to be resolved, and how.",
        "resolved_when": "The condition under which the red flag is resolved.",
    },
    "a review policy": {
        "policy": "The policy, in the words of part 742.",
        "when": _WHEN,
        "cites": _CITES,
        "note": _NOTE,
    },
    "a bar": {"title": _TITLE, "when": _WHEN, "cites": _CITES},
    "an obligation": {
        "do": "What must be done, as an instruction.",
        "cites": _CITES,
        "days_before": "How many calendar days before the shipment it is due.",
        "confidence": _CONFIDENCE,
        "for": "Whether the shipment needs it, or an application for a license.",
    },
    "a condition": {
        "all": "Conditions that must all hold.",
        "any": "Conditions of which one must hold.",
        "not": "A condition that must not hold.",
        "is": "A defined term that must hold, or several that must all hold.",
        "contains_any": "A condition that an item inside the system meets.",
        "holds": "Rules judged before, of which one must hold.",
        "requires_license_under": "A license is required under these parts of the regulations.",
    },
    "parts of the regulations": {
        "parts": "The parts, such as 742.",
        "other_than": "Requirements that do not count.",
    },
    "a rulebook": {
        "id": "A short name in lower-case letters, digits and `-`.",
        "title": _TITLE,
        "jurisdiction": "Whose rules they are.",
        "version": "A name for this state of the rules; in quotes.",
        "first_day": "The first day for which it can answer.",
        "verified_through": "The day through which somebody verified the rules.",
        "verified_note": "What was and was not seen in verifying them.",
        "covers": "What it covers, a line each.",
        "not_covered": "What it does not cover; each report ends with it.",
        "applies_when": "The condition under which it applies at all.",
        "readings": "Questions on which the law is disputed, each under its name.",
    },
    "a reading": {
        "question": "What is disputed.",
        "options": "The answers that may be taken, each with what it says.",
        "default": "The option taken unless another is chosen.",
        "why": "Why that one.",
        "confidence": _CONFIDENCE,
        "sources": _SOURCE,
    },
    "a country groups file": {
        "title": _TITLE,
        "cites": _CITES,
        "url": _URL,
        "read_in": _READ_IN,
        "recorded_from": "The first day for which the membership is recorded.",
        "country_groups": "`false` for columns of a chart and other lists that reports leave out.",
        "treated_as": "Codes that count as another.",
        "listed": "The codes that the text names at all; the membership of others is unknown.",
        "groups": "The groups, each under its name.",
    },
    "a country group": {
        "meaning": _MEANING,
        "members": "The codes in it as the text was read.",
        "changes": "The amendments that led to it, the oldest first.",
    },
    "a change of a group": {
        "date": "The day of the amendment.",
        "added": "Codes that are in it since.",
        "removed": "Codes that are out of it since.",
        "source": _SOURCE,
        "url": _URL,
        "confidence": _CONFIDENCE,
        "note": _NOTE,
        "reading": "The reading that chooses the day.",
        "otherwise": "The day under each other option of the reading, or `never`.",
    },
    "a treatment": {
        "code": "The code.",
        "as": "The code that it counts as.",
        "since": "The first day on which it does.",
        "source": _SOURCE,
        "note": _NOTE,
    },
    "a parties file": {
        "title": _TITLE,
        "cites": _CITES,
        "url": _URL,
        "read_in": _READ_IN,
        "lists": "The lists, each under its name.",
        "entries": "The parties, each with the lists that it stands on.",
    },
    "a list of parties": {
        "title": _TITLE,
        "meaning": _MEANING,
        "cites": _CITES,
        "answers": "The yes-or-no fact that a name on the list answers.",
        "parties": "The facts that hold the names to look up.",
        "every": "Whether all of these names must be on it, as an approval asks.",
        "knows_items": "Whether it has each name that belongs on it of those that the item "
        "catalogue knows; then the other names of the catalogue are not on it.",
        "near": "Which names are like one on it, and asked about: `alike` (if it is not said), "
        "`in_full` (those that have one in them), `called` (those that are one but for a legal "
        "form, a part of a company and a place), `begins` (those with a word that begins as one), "
        "`by_word` (those that have a word of it in them and no legal form of a company; nobody is "
        "taken to be on it) or `never`.",
        "whole": "Whether it has each name that belongs on it; nobody of another name is believed "
        "to be on it because a line says so.",
        "but_where": "The facts by which somebody of another name is on it all the same.",
        "disbelieves": "The facts, with their values, that are not believed of somebody on it "
        "because a line says so.",
        "asks_only": "Whether nobody is taken to be on it, and who has a name of it is asked.",
        "says_where": "Whether who has a name of it may be in the country of that entry.",
        "same_as": "The list of this file that has the same names.",
    },
    "a party": {
        "name": "Its name as the list has it.",
        "aliases": "Other names it goes by.",
        "country": "Where it is.",
        "stands_on": "The lists of this file on which it stands.",
        "alone": "Whether it alone is meant, and nobody whose name has its name in it.",
        "unlike": "Names that are like one of its own, or words that begin so, and mean others.",
        "since": "The first day on which it does.",
        "until": "The first day on which it no longer does.",
        "source": _SOURCE,
        "confidence": _CONFIDENCE,
        "note": _NOTE,
    },
    "the facts file": {
        "facts": "The facts, each under its name: words joined by `.` and `_`.",
        "contradictions": "What no line can state together; a line that does is not judged.",
    },
    "a contradiction": {
        "says": "Why it cannot be, in a sentence that goes on with what is stated.",
        "when": "The condition that holds of such a line; countries are written by their codes.",
    },
    "a fact": {
        "kind": "What may be written for it.",
        "unit": "The unit of a quantity.",
        "options": "What a fact of kind one_of may be, each with its meaning.",
        "meaning": _MEANING,
        "ask": "The question to ask where it is missing.",
        "flag": "The option of `exportcheck check` that states it.",
        "pattern": "What a text must look like from end to end.",
        "like": "An example that the pattern accepts.",
        "not_judged": "Values that no rule here judges, with what each is; they are refused.",
        "paragraphs": "Of each entry that is known whole, every paragraph (those above follow).",
        "bit_length": "The bit length of an arithmetic format.",
        "of": "The facts of which a fact of kind any_of takes any.",
        "derived": "The formula that finds it from others.",
        "no_when_stated": "Where one of these facts is stated, it is taken to be no.",
        "one_name": "Where it is yes, the first of these names is one of the others.",
        "only_where": "The fact that is yes where this one is stated.",
        "at_least": "The fact than which this number is never less.",
        "assume": "What a profile takes for granted where it is missing.",
        "cites": _CITES,
    },
    "a derivation": {
        "formula": "The formula.",
        "from": "The facts that it takes, in its order.",
    },
    "an assumption": {
        "value": "The value that is assumed.",
        "same_as": "The fact whose value is assumed.",
        "doubted_by": "Facts that speak against it where they are stated: it is asked for then.",
        "only_as": "Of such a fact, the values that alone speak against it.",
        "doubted_by_names": "Names of parties that speak of another place than the one assumed.",
    },
    "a doubt by names": {
        "fact": "The fact that a list of such names answers.",
        "of": "The names that count; all where it is left out.",
        "only": "The countries that count; all where it is left out.",
        "beside": "The fact with whose place that of the names is compared.",
        "not_in": "Countries in which it is taken for granted whatever the names are.",
        "told_by": "Facts of a party that say why its name has a place in it: they are it.",
    },
    "a bit length": {
        "reading": "The reading that chooses it.",
        "options": "The length under each option.",
    },
    "a member": {"fact": "The fact.", "when": "It counts only where this fact has this value."},
    "the countries file": {"countries": "Names of countries by their two-letter codes."},
    "an items file": {
        "maker": "The company that makes or designs the items.",
        "headquarters": "Where it is headquartered.",
        "items": "Its items.",
    },
    "an item": {
        "sku": "The maker's name for it.",
        "maker": "The company that makes or designs it.",
        "headquarters": "Where that company is headquartered.",
        "family": "The name that its variants share.",
        "aliases": "Other names under which it is found.",
        "kind": "What it is.",
        "confidence": "How sure its figures are, unless one says otherwise.",
        "sources": "Where its figures were read.",
        "contains": "The items that a system contains.",
        "facts": "Its figures, rates as `dense`, `sparse` or `unstated`, bounds in words.",
        "published": "Figures that others publish, recomputed by a test.",
        "notes": "What a reader should know of its figures.",
    },
    "a contained item": {"item": "The item.", "count": "How many of it."},
    "a figure": {
        "value": "The figure with its unit.",
        "confidence": _CONFIDENCE,
        "source": _SOURCE,
        "note": _NOTE,
    },
    "published figures": {"note": _NOTE},
    "a cases file": {
        "title": "What the cases are about.",
        "given": "Facts of every case of the file.",
        "assume": "The profile of every case that names none.",
        "cases": "The cases.",
    },
    "a case": {
        "name": "A sentence that says what holds.",
        "item": "The item, by a name of the catalogue.",
        "date": "The day whose law applies.",
        "assume": "The profile of assumptions; `ordinary` unless the file says otherwise.",
        "readings": "Options taken of readings.",
        "given": "The facts of the shipment.",
        "expect": "What must come out.",
        "rests_on": "Rules that must hold.",
        "not_on": "Rules that must not hold.",
        "paragraph": "The paragraph that must be found, or `none`.",
        "review_policy": "The review policy that must apply, or `none`.",
        "asks": "Facts that must be asked for.",
        "known_gap": "Why it is known to fail; once it passes that is an error.",
        "note": _NOTE,
    },
    "an order file": {"shipments": "The lines, each a set of facts."},
    "a shipment line": {"id": "The order's number; else lines are counted."},
    "the configuration": {
        "assume": "The profile of assumptions, as --assume.",
        "readings": "Options taken of readings, as --reading.",
        "rules": "Folders of rules laid over ours, as --rules, seen from this file.",
        "strict_currency": "Let no day pass that is later than the rules were verified.",
        "past_dates": "Whether a ship date before the day of the run may pass.",
        "jobs": "On how many cores order files are judged; the reports are the same.",
        "fail_on": "`review`, or `fail` to leave with 0 where lines are open and none fails.",
        "format": "The formats of the report, as --format.",
        "waivers": "The file of waivers, seen from this file.",
        "columns": "The fact that each heading of a table stands for, or `ignore`.",
        "delimiter": "What parts the cells of CSV files, where it is not to be found out.",
        "locked": "Decide nothing unless the rules are those of exportcheck.lock.",
    },
    "a file of accepted findings": {
        "accepted": "What is treated more lightly for having more, as the law has it.",
    },
    "an accepted finding": {
        "more_of": "The facts of which the item treated more lightly may have more.",
        "stopped_by": "The rules by which alone the item with less is stopped.",
        "let_go_by": "The rules that let the item with more go; none: no requirement holds.",
        "reason": "Why the law has it so.",
        "cites": _CITES,
    },
    "a waiver file": {"waivers": "The lines and orders with which a run goes on."},
    "a waiver": {
        "line": "The id of the line; a waiver names a line or an order.",
        "order": "What stands before the `/` in the ids of all lines of an order.",
        "file": "The order file in which alone it counts.",
        "outcome": "The outcome that alone it passes over; left out, a required license.",
        "reason": "Why the run may go on.",
        "approver": "Who says so.",
        "expires": "The first day on which it counts no more.",
    },
    "the lock": {
        "rulebooks": "Each rulebook that decides, under its id.",
        "facts": "The digest of the catalogue of facts.",
        "items": "The digest of the items.",
    },
    "a locked rulebook": {
        "version": "The version that the rulebook states.",
        "digest": "The digest of all that it says.",
    },
}


def meaning_of(noun: str, key: str) -> str:
    """What a key of a mapping means; a specification is an item's entry in a file of its own."""
    alike = {"an item specification": "an item", "the given facts": ""}.get(noun, noun)
    return MEANINGS.get(alike, {}).get(key, "")


def places_of(word: str) -> list[tuple[str, str]]:
    """The mappings in which a word is a key, or where it is a test, each with what it means."""
    places = [(f"a key of {noun}", keys[word]) for noun, keys in MEANINGS.items() if keys.get(word)]
    if word in OPERATORS:
        kinds = ", ".join(sorted(OPERATORS[word].kinds))
        places.append((f"a test in a condition, of facts of the kinds {kinds}", test_words(word)))
    return places


# Of tests whose word alone does not say it all, with an example.
_TESTS = {
    "in": "It is one of these countries, by their codes, or in one of these groups: "
    '`destination: {in: [MY, "D:5"]}`.',
    "not_in": "It is none of these countries, by their codes, and in none of these groups: "
    '`destination: {not_in: [DE, "A:1"]}`.',
    "one_of": "It is one of these: `end_use: {one_of: [civil, military]}`.",
    "begins_with": "The name begins with this, or with one of these; case, spaces and signs do not "
    "count: `item.family: {begins_with: GeForce RTX}`.",
    "contains": "The name has this in it, or one of these; signs that look alike count as one: "
    "`item.family: {contains: Ascend 910}`.",
    "within": "The ECCN is this one, or a paragraph below it: `item.eccn: {within: 3A090}` holds "
    "of 3A090.a.",
    "equals": "It is exactly this. A value without a test says the same, "
    "`item.performance_density: 5.92`; of a country and an ECCN it is `in` and `within`.",
}


def test_words(operator: str) -> str:
    """What a test asks, in a sentence."""
    if operator in _TESTS:
        return _TESTS[operator]
    words = OPERATORS[operator].words.removeprefix("is")
    return f"It is {words} this.".replace("  ", " ")
