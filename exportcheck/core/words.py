"""What a word means that a reader meets, from whatever already knows it: a group, a country, an
item, a rulebook, a paragraph of the control list, a unit. What nothing else knows stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote

from exportcheck.core.catalogue import fold
from exportcheck.core.library import Library
from exportcheck.core.parties import PartyList
from exportcheck.core.rules import Classifies, Excepts, RequiresLicense, Version

# Where a word is told, and what it means.
Told = tuple[str, str]

WORDS: Mapping[str, str] = {
    "EAR": "The Export Administration Regulations of the United States, 15 CFR parts 730 to 774.",
    "BIS": "The Bureau of Industry and Security, which administers the EAR and grants licenses.",
    "ECCN": "The Export Control Classification Number: the entry of the Commerce Control List that "
    "describes an item, such as 3A090, with its paragraph (3A090.a). State it as `item.eccn`; "
    "`exportcheck classify` finds 3A090 and 4A090 from the figures.",
    "EAR99": "What is subject to the EAR and in no entry of the Commerce Control List.",
    "FDPR": "A foreign direct product rule (15 CFR 734.9): it makes an item that is made abroad by "
    "technology, software or a plant of the United States subject to the EAR, for some places or "
    "parties. Whether an item is subject to the EAR is not decided here; it is taken to be.",
    "Entity List": "Supplement No. 4 to part 744: for the parties on it a license is required to "
    "the extent that their entry says (15 CFR 744.11). What is kept here is an excerpt, so screen "
    "names elsewhere and state `parties.listed`.",
    "fact": "What is known of a shipment under a name, such as `destination`: stated, from the "
    "item catalogue, derived by a formula, assumed, or missing. `exportcheck facts` lists them.",
    "rule": "What the law says, or a company: one effect (a license is required, it is prohibited, "
    "...) with a condition, in versions by their days. `exportcheck rules list` lists them.",
    "rulebook": "A folder of rules with a `rulebook.yaml`, for one jurisdiction or one company. "
    "A shipment passes when it passes every rulebook that is read.",
    "case": "A shipment with the answer that is expected of the rules, in a file `*.cases.yaml` "
    "beside them. `exportcheck rules test` runs the cases.",
    "lock": "The file `exportcheck.lock`, with the digests of the rules that were approved; with "
    "`--locked` nothing is decided by others. `exportcheck rules digest --lock` writes it. Case "
    "files are not in a digest.",
    "digest": "A number that stands for all files of a rulebook as they are, but for its cases; "
    "any change of a file changes it. `exportcheck rules digest` prints it.",
    "waiver": "A note of the project that the run goes on although a line does not pass, with "
    "reason, approver and last day. It changes no outcome, and is no license.",
    "profile": "What is taken for granted where nothing is stated: `ordinary` or `none`.",
    "ordinary": "The profile by which an ordinary sale is taken for granted unless something else "
    "is stated (`--assume ordinary`); each report lists what it took.",
    "reading": "One way to read law that is disputed; a report says which it takes.",
    "red flag": "Advice that holds a passing answer open until it is resolved.",
    "individual notice": "A letter by which BIS informs one company that a license is required of "
    "it, as by 15 CFR 744.23(b). A rule of such a letter concerns that company alone.",
    "verdict": "What an answer comes to: pass, fail or review, or unusable where nothing could be "
    "decided. Each comes from an outcome, such as license_required.",
    "pass": "The verdict that no rule that is known stands against the shipment (exit code 0): "
    "no_license_required, license_exception or license_held. What was not checked is listed in the "
    "report.",
    "fail": "The verdict that the shipment may not go as it is (exit code 1): prohibited or "
    "license_required.",
    "review": "The verdict that it cannot be told yet (exit code 3): undetermined, with the "
    "questions that are open. It is no pass.",
    "unusable": "A line, file or command with a mistake, for which nothing was decided (exit code "
    "2). It is no pass.",
    "newly passes": "Said by `rules diff`, `rules impact` and `--changed-since` of a shipment that "
    "passes now and did not before: what to look at first after a change.",
    "effect": "What follows where a rule holds, one to a rule: `classifies`, `requires_license`, "
    "`prohibits`, `excepts`, `advises` or `obliges`.",
    "condition": "What a rule asks of the facts, under `when`: facts with their tests, which must "
    "all hold, joined by `all`, `any` and `not`: `when: {destination: {in: [MY, TH]}, end_use: "
    "civil}`. It holds, fails, or is unknown where a fact is missing.",
    "test": "What a condition asks of one fact, such as `{at_least: 4800}` or `{in: [MY, TH]}`.",
    "term": "A condition with words of its own and a meaning, under `terms` of a rules file; other "
    "conditions use it by `is`.",
    "bar": "A condition under `bars` of a license exception that closes it, as the destinations "
    "of 15 CFR 740.2 do.",
    "goal": "What `rules coverage` asks of the cases: that a part of a rule was seen to hold and "
    "to fail, and a limit or a day from both sides. It offers a case for each that is not met.",
    "review policy": "How the agency looks at an application for the license: "
    "presumption_of_approval, case_by_case, presumption_of_denial or denial. A version of a rule "
    'that requires a license says it: `review_policy: [{policy: case_by_case, cites: ["15 CFR '
    '742.6(b)(10)"]}]`.',
    "YAML": "The form of the files: `key: value`, keys of one thing in one column, a dash before "
    "each entry of a list, quotes around a text with a colon or a #. Spaces indent, and no tabs.",
    "policy": "As the reason of a license requirement: the company's own policy, and no reason for "
    "control of the regulations.",
}


def told_of(word: str, library: Library) -> Iterator[Told]:
    """All that is known of a word."""
    same = fold(word)
    for known, meaning in WORDS.items():
        if fold(known) in (same, same.removesuffix("s")):
            yield "a word of the reports", meaning
    yield from _of_the_catalogue(word, library)
    for book in library.rulebooks:
        if word == book.id:
            yield (
                f"a rulebook ({book.place.address})",
                f"{book.title}, version {book.version}: {len(book.rules)} rules since "
                f"{book.first_day}, verified through {book.verified_through}.",
            )
        if word in book.terms and book.declares(book.terms[word][1]):
            meaning, place = book.terms[word]
            yield f"a defined term of {book.id} ({place.address})", meaning
        for each in book.lists:
            if same in (fold(each.title), fold(each.name)):
                asking = [r.id for r in book.rules if any(_asks(v, each) for v in r.versions)]
                told = f", for {_few(asking)}" if asking else ""
                asked = f" It answers `{each.answers}`{told}."
                yield f"a list of parties of {book.id} ({each.place.address})", each.meaning + asked
        for name, group in book.groups.groups.items():
            if name.casefold() == word.casefold() and book.declares(group.place):
                members = ", ".join(sorted(group.on(book.verified_through))) or "none"
                yield (
                    f"a group of countries of {book.id} ({group.place.address})",
                    f"{group.meaning.rstrip('.')}. On {book.verified_through}: {members}.",
                )
    yield from _of_rules(word, library)


def _of_the_catalogue(word: str, library: Library) -> Iterator[Told]:
    catalogue, same = library.catalogue, fold(word)
    for code, name in catalogue.countries.items():
        if word.upper() == code if len(word) == len(code) else fold(name) == same:
            within = {
                group.title
                for book in library.rulebooks
                for group in book.groups.groups.values()
                if code in group.on(book.verified_through)
            }
            named = f" It is in {', '.join(sorted(within))}." if within else ""
            yield f"a country code, {code}", f"{name}.{named}"
    for fact in catalogue:
        if fold(fact.name.rpartition(".")[2]) == same != fold(fact.name):
            yield f"a fact, `{fact.name}`", fact.meaning
        elif fact.unit and fact.unit == word:
            yield f"the unit of `{fact.name}`", fact.meaning
    found = library.items.find(word)
    if found:
        names = ", ".join(f"{item.maker} {item.sku}" for item in found)
        yield (
            "an item of the catalogue",
            f"{names}. `exportcheck items show {quote(word)}` tells more.",
        )
    assumed = [fact.name for fact in catalogue if word in fact.assume]
    if assumed:
        yield "a profile", f"It assumes a value of {', '.join(assumed)}."


def _asks(version: Version, parties: PartyList) -> bool:
    return parties.answers in version.facts_read


def _few(rules: list[str]) -> str:
    """The first of some rules, and how many more there are."""
    more = f" and {len(rules) - 3} more" if len(rules) > 3 else ""
    return f"{', '.join(rules[:3])}{more}"


def _of_rules(word: str, library: Library) -> Iterator[Told]:
    """Rules that a word stands for: a paragraph or entry, an exception, a reason."""
    for book in library.rulebooks:
        by_reason: list[str] = []
        for rule in book.rules:
            match rule.effect:
                case Classifies(paragraph=at) if at == word or at.startswith(f"{word}."):
                    yield f"a paragraph of the control list, {at}, by {rule.name}", rule.title
                case Excepts(symbol=symbol) if symbol == word:
                    yield f"how an exception is claimed, by {rule.name}", rule.title
                case RequiresLicense(reason=reason) if reason == word:
                    by_reason.append(rule.id)
        if by_reason:
            yield f"a reason of license requirements of {book.id}", f"{_few(by_reason)}."
