"""What a name is called as a whole: what is left of it without its legal form, the part of a
company of which it is, what such a part does, and the place where that is.

So `NIO Europe Ltd` and `The NIO Group, Munich Branch` are called NIO, and `Nio Garden Supplies` is
not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from exportcheck.core.name_words import POSSESSIVE

# Legal forms as one word each, so that `S.A.` is `sa`, and small words.
_FORMS = frozenset(
    """
    a ab ad ag aktiebolag aktiengesellschaft and anonim anonima anonyme ao aps as asa at azioni bhd
    bv bvba by cia cie cjsc closed co compagnie companhia compania companies company coop corp
    corporation cv da dac dba de dei del della der des di dmcc do dom doo du e ead eg ek el eood et
    eurl ev for fzc fzco fze fzllc gbr gesellschaft gesmbh gk gmbh hf im in inc incorp incorporated
    is joint jointstock jsc k kft kg kgaa kk ks ksc kscp la lda le les limitada limitata limited
    limitee llc llp lp lta ltd ltda ltee m mbh na nv nyrt oao obshchestvo of ohg ojsc on oo ooo
    open osauhing ou oy oyj p pao para pc pcl per pjsc plc pllc private prjsc psc pt pte pty public
    pvt qpsc qsc responsabilidad responsabilita rl rt s sa sab sae sal sanayi saoc saog sapi sarl
    sas sasu sc sca scs sdn se sha sia sirketi sl slu snc sociedad sociedade societa societe sp spa
    spol spolka spzoo srl sro stock tas tbk the ticaret uab ug und unlimited v vof vzw wll y z zao
    zoo zrt
    """.split()  # noqa: SIM905
)
# Parts of a company, and what it is to them.
PARTS = frozenset(
    """
    affiliate affiliated affiliates branch branches corporate division entity filial filiale
    filialen groep group groupe grupo gruppe gruppo head headoffice headquarters holding holdings
    hq konzern liaison main niederlassung office offices oficina parent regional rep representation
    representative sede subsidiaries subsidiary succursale sucursal tochter unit zweigniederlassung
    zweigstelle
    """.split()  # noqa: SIM905
)
# What such parts do. Others who bear a name do it, too; they are asked.
_WORKS = frozenset(
    """
    asset assets auto automotive bank banking capital center centre cloud communication
    communications design development devices digital distribution electronic electronics
    enterprise enterprises finance financial global hq hub innovation institute insurance
    international internationale internazionale intl investment investments lab labs leasing life
    logistics management marketing mobile motor motors new operation operations overseas
    procurement purchasing rd research retail sales securities service services smart software
    solution solutions systems tech technologies technology trading ventures worldwide
    """.split()  # noqa: SIM905
)
# Countries, regions and large cities, word by word, in English and as their own say it.
PLACES = frozenset(
    """
    abidjan abu accra adelaide africa african aires alabama alaska algeria algerie algiers almaty
    america americas amman amsterdam andorra angeles angola ankara antwerp apac apj arab arabia
    argentina arizona armenia arnhem asean asia asian astana asuncion athens atlanta auckland
    austin australia austria azerbaijan bahamas bahrain baku balkans baltic bangalore bangkok
    bangladesh barbados barcelona basel bavaria bayern belgie belgique belgium belgrad belgrade
    benelux bengaluru berlin bern bogota bolivia bologna bombay bosnia boston botswana brasil
    brasilia bratislava brazil brisbane britain british brno brunei brussel brussels bruxelles
    bucharest budapest buenos bulgaria cairo calcutta california cameroon canada caribbean cayman
    cee central ceska chennai chicago chile cis cologne colombia colombo colorado copenhagen costa
    croatia cyberjaya czech czechia dach daejeon dakar dallas danmark delaware delhi denmark denver
    deutschland dhabi dhaka doha dominican dresden dubai dublin durban dusseldorf dutch east
    ecuador edinburgh egypt egypte eindhoven emea emirates england espana espoo estonia eu eurasia
    eurasian europa europe european fiji finland florida france francisco frankfurt fukuoka gabon
    geneva geneve genova georgia german germany ghana gibraltar glasgow goteborg gothenburg graz
    greece greenland guatemala guernsey guyana hague hamburg hannover hanoi hanover hellas helsinki
    herzegovina hessen hiroshima ho honduras houston hsinchu hungary hyderabad iberia iberica
    iceland illinois incheon india indochina indonesia intercontinental ireland islamabad israel
    istanbul italia italian italy jaipur jakarta jamaica japan japon jeddah johannesburg johor
    jordan kansas kaohsiung karachi karlsruhe kazakhstan kenya kiev kingdom kobe kolkata koln kong
    korea kosovo krakow kuala kuwait kyiv kyoto kyrgyzstan lagos lahore lanka laos latam latin
    latvia lausanne leeds leipzig levant lisboa lisbon lisbonne lithuania liverpool ljubljana lodz
    london los lumpur luxembourg luxemburg lyon maastricht macedonia madagascar madrid magyarorszag
    malaga malaysia maldives malta manama manchester manila marseille maryland massachusetts
    mauritius mea medellin mediterranean melbourne mena mexico miami michigan middle milan milano
    minh minneapolis minnesota moldova monaco mongolia montenegro monterrey montevideo montreal
    morocco mozambique mumbai munchen munich muscat nagoya nairobi nam namibia napoli nederland
    nepal netherland netherlands newyork nigeria nigerian noida nordic nordics norge north northern
    norway nuremberg nurnberg oceania ohio oman ontario oregon osaka oslo osterreich ottawa pacific
    pakistan panama paraguay paris paulo penang perth peru philadelphia philippines pittsburgh
    poland polska portland porto portugal poznan prague praha pretoria puerto pune qatar quebec
    quito rabat republic rica rico riga rio riyadh romania rome rotterdam russo rwanda saint
    salvador salzburg san santiago santo sao sapporo sarajevo saudi scandinavia schweiz scotland
    seattle senegal seoul serbia seville sg singapore singapur skopje slovakia slovenia sofia south
    southeast spain sri state states stockholm strasbourg stuttgart suisse suomi surabaya suzhou
    sverige sweden swiss switzerland sydney taichung tainan taipei taiwan tallinn tanzania tashkent
    tbilisi texas thai thailand timor tirana togo tokyo torino toronto toulouse trinidad tunis
    tunisia turin turkey turkiye turkmenistan tw uae uganda uk ukraine united uruguay us usa utah
    utrecht uzbekistan valencia vancouver verona vienna viet vietnam vilnius virginia wales warsaw
    warszawa washington wellington west wien wroclaw yerevan yokohama york zagreb zambia zealand
    zurich
    """.split()  # noqa: SIM905
)
# Places of which names are asked in any case.
_ASKED_ANYWAY = frozenset(
    """
    beijing cambodia china guangzhou hk hong hongkong kong macao macau moscow russia shanghai
    shenzhen
    """.split()  # noqa: SIM905
)
_FORMS_AND_PARTS = _FORMS | PARTS | PLACES | _ASKED_ANYWAY
_NOT_CALLED = _FORMS_AND_PARTS | _WORKS

_DOTTED = re.compile(r"(?:[^\W_]\.)+[^\W_]?(?![^\W_])")
_PARTED = re.compile(r"[\W_]+")


@lru_cache(1024)
def called(name: str) -> str:
    """What is left of a name; all of it where nothing is, and more of it where one sign is."""
    words = tuple(_words(name))
    left = ""
    for without in (_NOT_CALLED, _FORMS_AND_PARTS, _FORMS):
        left = "".join(word for word in words if word not in without)
        if len(left) > 1:
            return left
    return left or "".join(words)


def _words(name: str) -> Iterator[str]:
    """The words of a name without accents; single signs after one another are one."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = POSSESSIVE.sub("", "".join(c for c in bare if not unicodedata.combining(c)))
    whole = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", plain)
    singles = ""
    for word in _PARTED.split(whole):
        if len(word) == 1:
            singles += word
            continue
        if singles:
            yield singles
            singles = ""
        if word:
            yield word
    if singles:
        yield singles
