"""Names that name nobody: what stands in a field for a party that nobody has entered yet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from exportcheck.core.whole_names import PARTS, PLACES

# The words that such names are made of, in the languages of orders, without accents.
_NOBODY = frozenset(
    """
    abc abcd abcde abnehmer above abteilung according account acct acheteur actual address adjunto
    advise advised affiliate afnemer after agent agreed alguien allegato amt an anbei and angabe
    angaben angegeben angivet anhang anlage annex annexe announced anon anonymous any anybody anyone
    aplica applicable are as asap asdf asdfgh asignar assigned attached attachment aucun auftrag
    auftraggeber ausstehend available await awaited awaiting azienda bank bar baz be bedrijf been
    behorde being beispiel beispielfirma bekannt bekend below benannt bestellung bestimmt bijlage
    bilinmiyor bill bitte blank brak branch broker business buyer by call canceled cancelled carrier
    cash cf class client cliente clients collect college column commande company comprador
    comunicare confid confidencial confidential confidentiel confirm confirmar confirmed confirmer
    connu conocido conosciuto consignee contact contract cpd cust customer customers da dados danych
    daten dati dato datos dealer decided default defined definir definire deleted deliver delivery
    demo der des desconhecido desconocida desconocido destinataire destinatario destination details
    determinar determined determiner die dieselbe disclosed disponibile distributor dito ditto
    divers diverse dr dto dummy each ei eigenbedarf ein eine einkaufer einmalkunde einmalkunden ej
    eksik eliminado empfaenger empfanger empresa empty end endabnehmer endkunde endkunden endnutzer
    enduser endverwender enter entered entfaellt entfallt entity entreprise erganzen error est
    exception exporter factory failed failure falsch false falso faux fehlt feld fill final firm
    firma firstname folgt follow following follows foo foobar for forthcoming forwarder found
    fournir fournisseur frau from geen geheim geloescht geloscht genannt given gleich government
    guest haendler handler have head headquarters here herr hidden his hochschule hold hospital hq
    ibid idem identified identity if ignoto importer in inconnu inconnue individual individuals inf
    infinity inform informado information insert institute int intermediate internal internet
    invalid inventory invoice ipsum is item its ka kaeufer kaufer kd kein keine keiner klant klaren
    known konsignatar krankenhaus kunde kunden la laboratory lager lastname later le lead leads leer
    lieferant line list loading lookup lorem mangler manufacturer many marketplace meme ministry
    misc miscellaneous mismo missing mitgeteilt mr mrs ms multiple muster musterfirma musterkunde
    mustermann na naam nachgereicht nachgetragen nachname nachreichen nachtrag nadie name named
    names nan nao nat nb nd nda neant nein nessun nessuno neu neue neuer neukunde neukunden
    neuvedeno new neznamy nicht nichts nie niemand niente niet nieznany nil ninguem ninguno nn no
    nobody noch nog nom nombre nome nominated non none nonetype not nothing noto nul null nullptr
    nulltype number nv nvt oa oben object objet of offen office ohne okand okant on onbekend one
    online open or order organisation organization other others our own owner parent part
    particulier parties partner party pas pd pendiente pending per person personne persons
    placeholder platzhalter please po por precise preciser privat private privatperson proprietary
    prospect proveedor provide provided purchase purchaser puuttuu qui qwert qwerty qwertz receiver
    recipient redacted ref refer reference removed renseigne request requested reseller rien
    riservato saknas sale same sample sans school sconosciuto sd secret see self seller sem senza
    several ship shipper shop siehe sin so societa societe sold some somebody someone soon spaeter
    spalte spater specified specify stated std stesso still stock storniert str string su subject
    submitted subsidiary suivre supplied supplier supprime surname system tard tba tbc tbd tbn tbs
    tdb temp test tester testing that the their them they this tiedossa time to todo trader trial
    true tuntematon ukendt ukjent uknown ultimate unassigned unavailable unbekannt unbenannt
    unconfirmed undecided undef undefined undetermined undisclosed unidentified universitat
    university unk unknonw unknow unknown unknwon unkonwn unkown unmatched unnamed unspecified
    unstated unternehmen untitled update updated upon use user users usuario utilisateur vacio value
    var varchar various vendor venir verdadero verschiedene verschiedenes vertraulich vide void voir
    von vorname vrai vuoto wahr waiting walk walkin warehouse web who whoever wie will wird with
    withheld xx xyz xyzzy yes yet yok you your znany zu zzz
    """.split()  # noqa: SIM905
)
# What may stand beside them, and names of several words.
_FORMS = frozenset(
    [
        *("ag", "bv", "co", "corp", "corporation", "gmbh", "inc", "incorporated", "limited"),
        *("llc", "ltd", "nv", "plc", "pte", "sa"),
    ]
)
_PHRASES = frozenset(
    [
        *("johndoe", "janedoe", "johnsmith", "maxmustermann"),
        *("nodata", "datamissing", "missingdata"),
        *("nomatch", "nomatches", "notmatched", "matchnotfound"),
        *("amazonbuyer", "amazoncustomer", "ebaybuyer", "ebaycustomer"),
    ]
)


# Words of those that stand for a name that are parts of the names of some as well: with a place
# they say who is meant, as in `University of Oxford`.
_KINDS = frozenset(
    """
    bank bar behorde branch broker business hochschule hospital internet krankenhaus laboratory
    ministry online organisation organization school ship society societa societe stock
    universitat university warehouse web institute government entreprise empresa azienda bedrijf
    unternehmen
    """.split()  # noqa: SIM905
)
_SMALL = frozenset(("the", "of", "and", "for", "in", "at"))


# What programs write by themselves: numbers, days with a time, and keys of no meaning.
_OF_PROGRAMS = re.compile(
    r"\d+(?:[.,]\d+)?e[+-]?\d+|0[xbo][0-9a-f]+|r\d+c\d+|[a-z]{1,3}\d{5,}|[0-9a-f]*\d[0-9a-f]{15,}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-?\d\d-?\d\d[t ]\d\d(?::?\d\d){0,2}.*"
)
# Words that stand for nobody beside a number: what is counted, and the days and months.
_COUNTED = frozenset(
    """
    apr april aug august campo celda cell cella champ champs colonna colonne columna coluna dec
    december dez dezember dienstag donnerstag feb februar february field fila freitag fri friday
    gmt jan januar january jul juli july jun june juni ligne linha mai mar march may mittwoch mon
    monday montag mrz nov november oct october okt oktober record riga row samstag sat saturday sep
    sept september sonntag sun sunday thu thursday tue tuesday utc wed wednesday zeile zelle
    """.split()  # noqa: SIM905
)


@lru_cache(1024)
def cannot_be_looked_up(name: str) -> str:
    """Why a name cannot be looked up on a list, or nothing."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if any(c.isalpha() and "LATIN" not in unicodedata.name(c, "") for c in plain):
        return "is not written in Latin letters, as the lists are"
    return "names nobody" if _OF_PROGRAMS.fullmatch(plain) or _names_nobody(plain) else ""


def _names_nobody(plain: str) -> bool:
    """Whether a name has but words for nobody, numbers, one letter, or one sign again and again."""
    bare = (c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    signs = "".join(bare).replace("n/a", "na")
    words = "".join(c if c.isalnum() else " " for c in signs).split()
    if _is_place(words):
        return True
    meant = [word for word in words if word not in _FORMS and not word.isdecimal()]
    letters = "".join(word for word in meant if len(word) == 1)
    longer = [word for word in meant if len(word) > 1]
    if any(word[-1].isdecimal() for word in words):
        left = [word for word in longer if word.rstrip("0123456789") not in _COUNTED]
        if len(left) < len(longer):
            return all(map(_is_nobody, left))
    if longer and "".join(longer) not in _PHRASES:
        return all(map(_is_nobody, longer))
    return bool(longer) or len(set(letters)) < 2 or letters in _NOBODY


def _is_place(words: list[str]) -> bool:
    """Whether words say a place or a part of a company, be it that of nobody, and nothing else."""
    said = {word for word in words if word not in _FORMS and word not in _SMALL}
    others = said - PLACES - PARTS
    if others == said or not others.isdisjoint(_KINDS):
        return False
    named = {word for word in others if len(word) > 1 and not word.isdecimal()}
    return all(map(_is_nobody, named)) and (bool(named) or not others)


def _is_nobody(word: str) -> bool:
    """Whether a word is one for nobody, as it is or with a number, or one sign again and again."""
    known = not _NOBODY.isdisjoint((word, word.rstrip("0123456789")))
    return known or len(set(word)) == 1
