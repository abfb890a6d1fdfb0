"""Every code that the tool prints, with its explanation.

A check explains itself. The codes of the readers, which refuse a file or a line before any check
can look at it, are explained here.
"""

from __future__ import annotations

from collections.abc import Mapping

from exportcheck.core.explanations import Explanation, read_explanation
from exportcheck.linting.registry import MODULES

_READERS = """
EC001 unusable-file: a file that cannot be read, or is out of bounds

What it finds
    A file or folder that is not there, may not be read, is not UTF-8, is no YAML or JSON, or is too
    large or too deep to be read safely.
Why it matters
    Nothing is decided for a file that cannot be read, so exportcheck leaves with 2.
Instead of
    item.dram_bandwidth: {at_least: 600 GB/s      # a bracket that is not closed
    prohibits true                                # a colon is missing
    read_in:the Federal Register text             # a space after the colon is missing
    note: a stay: until further notice            # two colons in one line
    <tab>confidence: primary                      # a tab
    versions:                                     # keys of one entry in two columns
      - source: 88 FR 73458
         confidence: primary
Write
    item.dram_bandwidth: {at_least: 600 GB/s}
    prohibits: true
    read_in: the Federal Register text
    note: "a stay: until further notice"
    <spaces>confidence: primary
    versions:
      - source: 88 FR 73458
        confidence: primary

EC002 forbidden-yaml: a part of YAML that rule files and order files do without

What it finds
    An anchor, an alias, a tag, a merge key, a second document, or a key that is no text.
Why it matters
    Each makes a file say something else than what stands in the line that is read.
Instead of
    when: *the_same
Write
    when: {destination: "CN"}

EC003 duplicate-key: one key twice in one mapping

What it finds
    A key that stands twice side by side, in YAML or JSON, or a column twice in CSV.
Why it matters
    Other readers silently keep one of the two; which one was meant cannot be told.
Instead of
    item.dram_bandwidth: {at_least: 600 GB/s}
    item.dram_bandwidth: {less_than: 900 GB/s}
Write
    item.dram_bandwidth: {at_least: 600 GB/s, less_than: 900 GB/s}

EC101 empty-file: a file that says nothing

What it finds
    A file without content, or an order file without a line.
Why it matters
    An empty input is never a pass.
Instead of
    shipments: []
Write
    shipments:
      - {id: SO-1, item.sku: NVIDIA H20, destination: "CN"}

EC102 unknown-key: a key that has no meaning where it stands

What it finds
    A key that this kind of file does not know, with the nearest one that it does.
Why it matters
    A misspelled key that was skipped would be a condition that nobody asks.
Instead of
    wenn: {destination: "CN"}
Write
    when: {destination: "CN"}

EC103 missing-key: a key that must be there

What it finds
    A rule, version, item or line that lacks something it cannot do without: `source`, `cites`,
    `effective_from`, a unit.
Why it matters
    Missing is never taken for zero, for none or for a default.
Instead of
    - effective_from: "2023-11-17"
Write
    - effective_from: "2023-11-17"
      source: 88 FR 73458
      read_in: the Federal Register text
      confidence: primary

EC104 wrong-shape: text where a list belongs, or the like

What it finds
    A value of another shape than the place takes.
Why it matters
    Guessing what was meant could drop a part of it.
Instead of
    bars: it goes to D:5
Write
    bars:
      - {title: it goes to D:5, when: {destination: {in: [D:5]}}, cites: [15 CFR 740.2(a)]}

EC105 not-an-option: a word that is none of those that may stand here

What it finds
    A word other than the options of the place, with the nearest one.
Why it matters
    A word that is not known would match nothing.
Instead of
    confidence: certain
Write
    confidence: primary

EC106 empty-value: a key without a value

What it finds
    A list or text that is empty where something must stand.
Why it matters
    An empty list of conditions, members or citations is more likely forgotten than meant.
Instead of
    cites: []
Write
    cites: ["15 CFR 742.6(a)(6)"]

EC107 malformed-value: a value out of its form

What it finds
    A value, or a pattern in the catalogue of facts, that is not well formed.
Why it matters
    What cannot be read cannot be compared.
Instead of
    pattern: "[A-Z"
Write
    pattern: "[A-Z]+"

EC108 parts-do-not-fit: keys that do not belong together

What it finds
    A rule with no effect or two, a key of a version that the effect of its rule has no use for.
Why it matters
    What has no use is skipped, and it was written for a reason.
Instead of
    prohibits: true
    classifies: 3A090.a
Write
    classifies: 3A090.a

EC109 nothing-decides: rules that nobody reads, or a rulebook or list with nothing in it

What it finds
    A rule file that belongs to no rulebook, a rulebook without rules, a list without parties.
Why it matters
    A rulebook that is not read, or is empty, would let everything pass.
Instead of
    mine/rules.yaml                   # and no mine/rulebook.yaml
Write
    mine/rulebook.yaml
    mine/rules.yaml

EC201 unknown-fact: a fact that the catalogue does not declare

What it finds
    A name in a rule, a case or a line that is no fact, with the nearest one that is.
Why it matters
    A typo never means "does not match". `exportcheck facts` lists what can be stated.
Instead of
    destinaton: "CN"
Write
    destination: "CN"

EC202 unknown-name: a name that refers to nothing

What it finds
    A country, group, term, rule, reading or option that is not defined.
Why it matters
    A rule that rests on nothing would hold never, or always.
Instead of
    destination: {in: [D:9]}
Write
    destination: {in: [D:5]}

EC203 name-not-usable: a name that is taken, or out of its form

What it finds
    An id, term, fact, item or line that is here twice, or a name with characters it may not have.
Why it matters
    Reports and cases name rules by their ids; two of one name could not be told apart.
Instead of
    - id: own rule 1
Write
    - id: own.1

EC204 circle: something that leads back to itself, or to what is judged later

What it finds
    A term or fact defined by itself, or a rule that rests on one of a later stage.
Why it matters
    Stages are judged once, in their order: classification, requirement, prohibition, exception,
    then advice and obligations.
Instead of
    one: {meaning: x, when: {is: two}}
    two: {meaning: x, when: {is: one}}
Write
    one: {meaning: x, when: {destination: "CN"}}

EC205 wrong-kind: a test or formula that does not fit the kind of a fact

What it finds
    A test that the kind of the fact does not take, a formula over facts that it does not take.
Why it matters
    A country is not at least anything.
Instead of
    destination: {at_least: 5}
Write
    destination: {in: [D:5]}

EC206 unknown-item: an item that is not in the catalogue

What it finds
    An `item.sku` that is neither a name nor an alias of an item, with the nearest ones.
Why it matters
    A near miss is never taken for the item: H20 is not H200.
Instead of
    item.sku: NVIDIA H2O
Write
    item.sku: NVIDIA H20

EC301 unreal-day: a day that no calendar has

What it finds
    A date out of the form year-month-day, or one such as 2023-02-31.
Why it matters
    Which law applies is a matter of the day.
Instead of
    effective_from: "2023-02-31"
Write
    effective_from: "2023-02-28"

EC302 disordered-days: days that run backwards or overlap

What it finds
    A version that ends before it begins, or after the next one has begun; versions or changes of
    a group out of order; a change that does not lead to the members written.
Why it matters
    On each day at most one version of a rule holds.
Instead of
    - {effective_from: "2023-11-17", superseded_on: "2025-06-01"}
    - {effective_from: "2025-01-31"}
Write
    - {effective_from: "2023-11-17"}
    - {effective_from: "2025-01-31"}

EC401 unreadable-value: a value that the fact does not take

What it finds
    A number without its unit or with a foreign one, a word that is no option, a code that is no
    country, a stray character.
Why it matters
    A bare number where a unit is due could be off by a factor of eight.
Instead of
    item.dram_bandwidth: {at_least: 600}
Write
    item.dram_bandwidth: {at_least: 600 GB/s}

EC402 contradiction: two statements of one fact that cannot both be true

What it finds
    A figure on a line that contradicts the item catalogue or a formula, two statements that leave
    no value.
Why it matters
    The nearer or the later one is not better. Nothing is decided until one is corrected.
Instead of
    {item.sku: NVIDIA H20, item.dram_bandwidth: 1 TB/s, destination: "CN"}
Write
    {item.sku: NVIDIA H20, destination: "CN"}

EC501 usage: a mistake on the command line

What it finds
    An option or argument that cannot be used as it is written.
Why it matters
    Nothing was decided, and the exit code is 2.
Instead of
    exportcheck check "NVIDIA H20" --to CN --date tomorrow
Write
    exportcheck check "NVIDIA H20" --to CN --date 2025-05-01

EC601 waiver-without-use: a waiver that does not bear on this run

What it finds
    A waiver that names no line of the run, one whose line passes by itself, or one that does not
    cover the outcome of its line.
Why it matters
    A waiver that stands about unused may later let pass what nobody approved.
Instead of
    a waiver for a line that passes, or for another outcome
Write
    the id of the line, and the outcome that was approved

EC602 waiver-expired: a waiver whose last day has passed

What it finds
    A waiver that has expired. It counts no more: its line is judged as it is.
Why it matters
    Who approved it did so for a time.
Instead of
    a waiver that is kept after its day
Write
    a new waiver, approved anew, or none

EC603 cannot-be-laid-out: a file that `rules fmt` leaves as it is

What it finds
    A file that cannot be laid out in the canonical way without a change of what it says.
Why it matters
    A layout is for the eye. It must never change an answer, so such a file is refused whole.
Instead of
    writing the file anew until it can be laid out
Write
    nothing: the mistake is one of the layout, and the file may stay as it is
"""


def codes() -> Mapping[str, Explanation]:
    """All codes in their order."""
    told = [f"EC{text}" for text in _READERS.split("\nEC")[1:]]
    told += [module.__doc__ or "" for module in MODULES]
    found = [read_explanation(text) for text in told]
    return {each.topic: each for each in sorted(found, key=lambda each: each.topic)}
