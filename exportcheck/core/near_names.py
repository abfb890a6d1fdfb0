"""Names that are nearly alike: those that share the words by which somebody is known, or that are
written nearly so, signs that look alike counted as one.

What is near is never taken to be the same; whoever asks has to find out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import Generic, TypeVar

from exportcheck.core.catalogue import fold

T = TypeVar("T")


class NearNames(Generic[T]):
    """What stands under names as they are written, to be found by a name that is near one."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        self._names = tuple(names)
        self._asked = 0
        # What was asked for last is asked for again, in another way.
        self._last: tuple[str, tuple[T, ...]] = "", ()
        plain: dict[str, list[T]] = {}
        look: dict[str, list[T]] = {}
        for written, found in self._names:
            folded = fold(written)
            plain.setdefault(folded, []).append(found)
            look.setdefault(alike(folded), []).append(found)
        self._plain, self._look = _Spellings(plain), _Spellings(look)

    @cached_property
    def _by_word(self) -> Mapping[str, list[tuple[frozenset[str], T]]]:
        """The names by each word by which they are known, with all such words."""
        return _by_word(known_by, (each for each in self._names if not _is_numbered(each[0])))

    @cached_property
    def _by_whole_word(self) -> Mapping[str, list[tuple[frozenset[str], T]]]:
        """The names by each word of theirs but a legal form, with all of them."""
        return _by_word(subject_of, self._names)

    @cached_property
    def _common(self) -> list[tuple[frozenset[str], T]]:
        """Names by whose words nobody in particular is known, by all their words."""
        return [(subject_of(name), found) for name, found in self._names if _is_numbered(name)]

    @cached_property
    def _by_rest(self) -> Mapping[str, set[str]]:
        """The words by what is left of them without one sign."""
        by_rest: dict[str, set[str]] = {}
        for word in self._by_word:
            for rest in _rests(word):
                by_rest.setdefault(rest, set()).add(word)
        return by_rest

    def near(self, written: str) -> Iterator[T]:
        """Those that share the words by which they are known, but for a sign in a word, or by which
        the one written is, and those that are written nearly so; one may come more than once."""
        words, folded = known_by(written), fold(written)
        meant = words.union(_parted_otherwise(written), *map(self._words_like, words))
        for word in sorted(meant):
            for other, found in self._by_word.get(word, ()):
                if other <= meant or words <= other:
                    yield found
        if _is_numbered(written):
            subject = subject_of(written)
            for other, found in self._common:
                shorter = min(subject, other, key=len)
                if len(shorter) >= _TELLING and (subject <= other or other <= subject):
                    yield found
        yield from self._written_nearly(folded)

    def within(self, written: str) -> Iterator[T]:
        """Those that the one written has in it, word by word but for their legal form, and those
        that are written nearly so; one may come more than once."""
        yield from self._in_words(written)
        yield from self._written_nearly(fold(written))

    def _in_words(self, written: str) -> Iterator[T]:
        words = subject_of(written).union(_parted_otherwise(written))
        for word in sorted(words):
            for whole, found in self._by_whole_word.get(word, ()):
                if whole <= words:
                    yield found

    def by_word(self, written: str) -> Iterator[T]:
        """Those that the one written has in it, where it has no legal form of a company."""
        words = frozenset(map(alike, _words(written))).union(_parted_otherwise(written))
        if words.isdisjoint(_OF_COMPANIES):
            yield from self._in_words(written)

    def _written_nearly(self, folded: str) -> Iterator[T]:
        """Those that are written nearly as a folded name, signs that look alike counted as one."""
        if folded != self._last[0]:
            found = *self._plain.near(folded), *self._look.near(alike(folded))
            self._last = folded, found
        yield from self._last[1]

    def _words_like(self, word: str) -> set[str]:
        """The words of the names kept that are one sign away from a word, or it."""
        rests = frozenset(_rests(word))
        self._asked += 1
        if self._asked > _SELDOM:
            return {each for rest in rests for each in self._by_rest.get(rest, ())}
        size = len(word)
        return {
            each
            for each in self._by_word
            if -1 <= len(each) - size <= 1 and not rests.isdisjoint(_rests(each))
        }


def _by_word(
    words_of: Callable[[str], Iterable[str]], names: Iterable[tuple[str, T]]
) -> Mapping[str, list[tuple[frozenset[str], T]]]:
    """Names by each of their words, with all of them."""
    by_word: dict[str, list[tuple[frozenset[str], T]]] = {}
    for written, found in names:
        words = frozenset(words_of(written))
        for word in words:
            by_word.setdefault(word, []).append((words, found))
    return by_word


@lru_cache(64)
def _parted_otherwise(name: str) -> tuple[str, ...]:
    """Two words of a name as one, single signs as one, and a word without a common one at its end.

    So `Hua Wei` and `HuaweiTech` are told as names of Huawei, and `T.S.M.C.` as TSMC.
    """
    words = _words(name)
    singles = ("".join(run) for single, run in groupby(words, _is_single) if single)
    parted = [signs for signs in singles if len(signs) > 1]
    parted += [one + next for one, next in pairwise(words) if len(one + next) >= _LONG]
    parted += [shorter for word in words for shorter in _without_common(word)]
    return tuple(map(alike, parted))


def _is_single(word: str) -> bool:
    return len(word) == 1


@lru_cache(4096)
def _without_common(word: str) -> tuple[str, ...]:
    """A word that is no common one, without each such at its end."""
    if word in _COMMON or not word.endswith(_ENDINGS):
        return ()
    ends = (common for common in _COMMON if word.endswith(common))
    return tuple(word.removesuffix(end) for end in ends if len(word) - len(end) >= _LONG)


# After so many look-ups it pays to keep names by what is left of their words, and by their runs.
_SELDOM = 50
# A name of so many words that many names share tells who is meant: a place, a kind, a business.
_TELLING = 3
# In a word of fewer signs one of them makes it another word.
_LONG = 5


def _rests(word: str) -> Iterator[str]:
    """A longer word, and what is left of it without one of its signs.

    Two words that differ in one sign, or by two that changed places, have such a rest in common.
    """
    if len(word) >= _LONG:
        yield word
        yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


class _Spellings(Generic[T]):
    """What stands under names that are folded, to be found by one that differs in few signs."""

    def __init__(self, found: Mapping[str, list[T]]) -> None:
        self.found = found
        self._runs: dict[str, frozenset[tuple[str, ...]]] = {}
        self._asked = 0

    def near(self, folded: str) -> Iterator[T]:
        possible = self._possible(folded)
        if not possible:
            return
        from difflib import get_close_matches

        for name in get_close_matches(folded, possible, 3, _NEARLY):
            yield from self.found[name]

    @cached_property
    def _by_run(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """For each run of signs, the names that have it."""
        runs: dict[tuple[str, ...], set[str]] = {}
        for name in self.found:
            for run in _runs(name):
                runs.setdefault(run, set()).add(name)
        return {run: frozenset(names) for run, names in runs.items()}

    def _runs_of(self, name: str) -> frozenset[tuple[str, ...]]:
        """The runs of a name, found when it is first compared."""
        runs = self._runs.get(name)
        if runs is None:
            runs = self._runs[name] = _runs(name)
        return runs

    @cached_property
    def _signs(self) -> Mapping[str, int]:
        return {name: _signs(name) for name in self.found}

    def _possible(self, folded: str) -> list[str]:
        """The names that can be near one at all.

        Of two names of n signs each that agree in 17 of 20, the parts that agree are at most
        1 + 3 n / 10, and so one of them is two signs long, or three where n is over eight. Of all
        their signs 3 in 20 do not agree, and those that only one of the two has are among them. A
        part that agrees has two runs of three fewer than signs, so that n / 4 - 2 runs agree, less
        those that come again in a name.
        """
        signs, size, runs = _signs(folded), len(folded), _runs(folded)
        possible: Iterable[str] = self.found
        # Of a short name, whose runs of two are among them, so few agree that any will do.
        again = size - 2 - len(runs) if size > _SHORT else size
        self._asked += 1
        if self._asked > _SELDOM:
            possible = self._with_runs(runs, size, again)
        return [
            name
            for name in possible
            if 7 * size <= 10 * len(name) <= 15 * size
            and 20 * (signs ^ self._signs[name]).bit_count() <= 3 * (size + len(name))
            and not runs.isdisjoint(self._runs_of(name))
            and 8 * (len(runs & self._runs_of(name)) + 2 + again) >= size + len(name)
        ]

    def _with_runs(self, runs: frozenset[tuple[str, ...]], size: int, again: int) -> frozenset[str]:
        """The names that may have as many of the runs as they have to.

        Who has so many of them has one however many others, but for one, are left out; the runs
        that the most names have are.
        """
        least = -(-17 * size // 80) - 2 - again
        found = sorted((self._by_run.get(run, frozenset()) for run in runs), key=len)
        return frozenset().union(*found[: len(found) - max(least - 1, 0)])


# How much of two names has to agree for one to be a misspelling of the other.
_NEARLY = 17 / 20


@lru_cache(64)
def _runs(folded: str) -> frozenset[tuple[str, ...]]:
    """The runs of signs by which near names are found: of three, in short names of two."""
    runs: set[tuple[str, ...]] = set(zip(folded, folded[1:], folded[2:], strict=False))
    if len(folded) <= _SHORT:
        runs.update(pairwise(folded))
    return frozenset(runs or {(folded,)})


@lru_cache(64)
def _signs(folded: str) -> int:
    """The signs that a name has, as bits; some signs share one."""
    bits = 0
    for sign in set(folded):
        bits |= 1 << ord(sign) % 64
    return bits


# Names of up to so many signs are found by runs of two as well; a longer one may be near them.
_SHORT = 12

# Signs that are easily taken for one another, each with the one that stands for all.
_PAIRS = (("vv", "w"), ("rn", "m"))
_SINGLE = str.maketrans("015iı", "olsll")
# Chinese signs of the names kept here, as they are written outside the mainland, with those there.
_PLAIN = str.maketrans(
    "騰華為飛龍爾線導體臨長電頭節動訊興國紀崙數礪", "腾华为飞龙尔线导体临长电头节动讯兴国纪仑数砺"
)


def alike(folded: str) -> str:
    """A folded name with one sign for all that look like it, as in `Huavvei` and `Huawel`."""
    plain = folded
    if not folded.isascii():
        bare = unicodedata.normalize("NFKD", folded)
        plain = "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_PLAIN)
    for pair, sign in _PAIRS:
        plain = plain.replace(pair, sign)
    return plain.translate(_SINGLE)


# Legal forms, kinds of business and places, by which no party is known.
_COMMON = frozenset(
    """
    ai supercomputing supercomputer chip chips energy nano plant heavy world a and of the co
    company corp corporation inc incorporated limited llc llp lp ltd gmbh ag sa nv bv plc pte sdn
    bhd kk group holding holdings enterprise enterprises international global technology
    technologies tech electronic electronics electric information communication communications
    computer computing software system systems science sciences industry industrial industries
    equipment semiconductor semiconductors microelectronics integrated circuit circuits
    manufacturing design development research institute center centre laboratory university
    academy national state intelligence intelligent cloud data digital network services service
    trading import export investment management branch office subsidiary china chinese prc hong
    kong hongkong hk beijing shanghai shenzhen guangzhou tianjin nanjing hangzhou wuhan chengdu
    suzhou xian hefei wuxi chongqing jiangsu zhejiang guangdong singapore taiwan usa us europe
    asia advanced united special engineering computational optoelectronics east north southwest
    korea japan physics space aerospace aerodynamics aeronautical aeronautics astronautical
    aviation aircraft avionics navigation radar radio ship shipbuilding automation control
    solution solutions motor quantum instrument instruments provincial optics optical power
    electrical electricity devices micro earth time moscow russian engine scientific foreign head
    india opto star machinery ministry defense defence fine precision second innovation lab flight
    factory bureau france netherlands for production jsc ao one etc sources steel technique
    techniques planning simulation measuring application aero astronautics navigational best wave
    joint stock open progress robotics metal works media smt chemicals analytics commission
    """.split()  # noqa: SIM905
)


_ENDINGS = tuple(_COMMON)

# How words that many names share are shortened, each with the one that stands for all.
_SHORTENED = {
    **dict.fromkeys(("intl", "int"), "international"),
    **dict.fromkeys(("tech", "technologies"), "technology"),
    **dict.fromkeys(("semi", "semiconductors"), "semiconductor"),
    **dict.fromkeys(("mfg", "manufacture"), "manufacturing"),
    **dict.fromkeys(("ctr", "centre"), "center"),
    **dict.fromkeys(("elec", "electronic", "electronics"), "electric"),
    **dict.fromkeys(("inst",), "institute"),
    **dict.fromkeys(("univ",), "university"),
    **dict.fromkeys(("natl", "nat"), "national"),
    **dict.fromkeys(("industrial", "industries", "ind"), "industry"),
    **dict.fromkeys(("sci", "sciences"), "science"),
    **dict.fromkeys(("sys", "systems"), "system"),
}
# Legal forms and small words, which say nothing of who is meant.
_FORMS = frozenset(
    """
    a and of the co company corp corporation inc incorporated limited llc llp lp ltd gmbh ag sa nv
    bv plc pte sdn bhd kk group holding holdings
    """.split()  # noqa: SIM905
)
# Those that only companies have.
_OF_COMPANIES = frozenset(map(alike, _FORMS - {"a", "and", "of", "the"})).union(
    map(alike, ("pjsc", "psc", "prjsc", "jsc", "fze", "fzc", "fzco", "fzllc", "dmcc", "ooo"))
)
_COMMON_ALIKE = frozenset(map(alike, _COMMON | _SHORTENED.keys()))


# What French and Italian run together with the name after it, as in `Ambassade d'Iran`.
_POSSESSIVE = re.compile(r"['’ʼ`´]s(?![^\W_])")
_RUN_TOGETHER = re.compile("\\b(?:d|l|dell|all|dall|nell|sull)['’ʼ`´](?=\\w{4})")
_PLAIN_WORDS = re.compile("[a-z0-9]+")
_HALVES = re.compile("([a-z]+)-([a-z]+)")


def _as_one(halves: re.Match[str]) -> str:
    """Halves of a word that many names share as that word (`semi-conductor`), or as they are."""
    shared = _COMMON.isdisjoint(halves.groups()) and halves[1] + halves[2] in _COMMON
    return halves[1] + halves[2] if shared else halves[0]


def _words(name: str) -> list[str]:
    """The words of a name; an apostrophe inside one (`Int'l`) does not part it, but for what begins
    a word and is none of it (`d'Iran`), and a possessive at its end (`Iran's`)."""
    if name.isascii():
        own = _POSSESSIVE.sub("", name.lower())
        whole = _RUN_TOGETHER.sub("", own).replace("'", "").replace("`", "")
        return _PLAIN_WORDS.findall(_HALVES.sub(_as_one, whole) if "-" in whole else whole)
    own = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", name).casefold())
    plain = _RUN_TOGETHER.sub("", own)
    # A mark that is left belongs to the letter before it, as in the small form of `İ`.
    whole = "".join(c for c in plain if c not in "'’ʼ`´" and not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in whole).split()


@lru_cache(1024)
def known_by(name: str) -> frozenset[str]:
    """The words of a name other than those that many names share, as `alike` writes them."""
    words = map(alike, _words(name))
    return frozenset(word for word in words if word not in _COMMON_ALIKE and len(word) > 1)


@lru_cache(1024)
def _is_numbered(name: str) -> bool:
    """Whether a number is all that tells a name from others of its words, or nothing is."""
    words = (word for word in _words(name) if len(word) > 1 and not word.isdecimal())
    return all(alike(word) in _COMMON_ALIKE for word in words)


def subject_of(name: str) -> frozenset[str]:
    """All words of a name but its legal form, in full, whatever their order."""
    words = (_SHORTENED.get(word, word) for word in _words(name) if word not in _FORMS)
    return frozenset(map(alike, words))
