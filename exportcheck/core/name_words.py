"""The words of names: how they are parted and spelled, and which of them many names share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby, pairwise


@lru_cache(64)
def parted_otherwise(name: str) -> tuple[str, ...]:
    """Two words of a name as one, single signs as one, and a word without a common one at its end.

    So `Hua Wei` and `HuaweiTech` are told as names of Huawei, and `T.S.M.C.` as TSMC.
    """
    words = words_of(name)
    singles = ("".join(run) for single, run in groupby(words, _is_single) if single)
    parted = [signs for signs in singles if len(signs) > 1]
    parted += [one + next for one, next in pairwise(words) if len(one + next) >= LONG]
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
    return tuple(word.removesuffix(end) for end in ends if len(word) - len(end) >= LONG)


# In a word of fewer signs one of them makes it another word.
LONG = 5

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
OF_COMPANIES = frozenset(map(alike, _FORMS - {"a", "and", "of", "the"})).union(
    map(alike, ("pjsc", "psc", "prjsc", "jsc", "fze", "fzc", "fzco", "fzllc", "dmcc", "ooo"))
)
_COMMON_ALIKE = frozenset(map(alike, _COMMON | _SHORTENED.keys()))


# What makes a name a possessive, as in `Iran's Embassy`.
POSSESSIVE = re.compile(r"['’ʼ`´]s(?![^\W_])")
# What French and Italian run together with the name after it, as in `Ambassade d'Iran`.
_RUN_TOGETHER = re.compile("\\b(?:d|l|dell|all|dall|nell|sull)['’ʼ`´](?=\\w{4})")
_PLAIN_WORDS = re.compile("[a-z0-9]+")
_HALVES = re.compile("([a-z]+)-([a-z]+)")


def _as_one(halves: re.Match[str]) -> str:
    """Halves of a word that many names share as that word (`semi-conductor`), or as they are."""
    shared = _COMMON.isdisjoint(halves.groups()) and halves[1] + halves[2] in _COMMON
    return halves[1] + halves[2] if shared else halves[0]


def words_of(name: str) -> list[str]:
    """The words of a name; an apostrophe inside one (`Int'l`) does not part it, but for what begins
    a word and is none of it (`d'Iran`), and a possessive at its end (`Iran's`)."""
    if name.isascii():
        own = POSSESSIVE.sub("", name.lower())
        whole = _RUN_TOGETHER.sub("", own).replace("'", "").replace("`", "")
        return _PLAIN_WORDS.findall(_HALVES.sub(_as_one, whole) if "-" in whole else whole)
    own = POSSESSIVE.sub("", unicodedata.normalize("NFKC", name).casefold())
    plain = _RUN_TOGETHER.sub("", own)
    # A mark that is left belongs to the letter before it, as in the small form of `İ`.
    whole = "".join(c for c in plain if c not in "'’ʼ`´" and not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in whole).split()


def is_common(word: str) -> bool:
    """Whether many names share a word, as `alike` writes it."""
    return word in _COMMON_ALIKE


@lru_cache(1024)
def known_by(name: str) -> frozenset[str]:
    """The words of a name other than those that many names share, as `alike` writes them."""
    words = map(alike, words_of(name))
    return frozenset(word for word in words if word not in _COMMON_ALIKE and len(word) > 1)


@lru_cache(1024)
def is_numbered(name: str) -> bool:
    """Whether a number is all that tells a name from others of its words, or nothing is."""
    words = (word for word in words_of(name) if len(word) > 1 and not word.isdecimal())
    return all(alike(word) in _COMMON_ALIKE for word in words)


def subject_of(name: str) -> frozenset[str]:
    """All words of a name but its legal form, in full, whatever their order."""
    return frozenset(subject_in_order(name))


def subject_in_order(name: str) -> tuple[str, ...]:
    """All words of a name but its legal form, in full, as they follow each other."""
    words = (_SHORTENED.get(word, word) for word in words_of(name) if word not in _FORMS)
    return tuple(map(alike, words))
