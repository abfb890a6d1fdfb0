"""Names that name nobody."""

from __future__ import annotations

import pytest

from exportcheck.core.nobody import cannot_be_looked_up


@pytest.mark.parametrize(
    "written",
    [
        *("TBD", "T.B.C.", "ABC", "abc Ltd", "to follow", "0", "12345", "x", "Q", "xxxxx", "n.n."),
        *("company", "Company X Ltd", "Customer A", "customer1", "end user", "various", "N/A"),
        *("same as above", "test", "Test GmbH", "not provided", "John Doe", "Corp."),
        *("nicht bekannt", "wird nachgereicht", "k. A.", "Max Mustermann", "Endkunde", "Käufer"),
        *("inconnu", "à déterminer", "desconocido", "nieznany", "okänd", "...", "--"),
        *(
            "ref. 123",
            "foo bar",
            "Mr. X",
            "Dr Who",
            "AA",
            "HQ",
            "Head office",
            "Sold-to",
            "Bill-to",
        ),
        *(
            "dto.",
            "cf. commande",
            "as agreed",
            "per contract",
            "confid.",
            "one-time customer",
            "CPD",
        ),
        *("Einmalkunde", "web shop", "ebay buyer", "Amazon customer", "marketplace", "Guest user"),
        *("new customer", "Prospect", "Lead", "Account 123", "ACCT-9", "internal use", "unkown"),
        *(
            "TDB",
            "Vorname Nachname",
            "Please fill in",
            "enter name here",
            "entfällt",
            "Beispiel AG",
        ),
        *("NaN", "nan", "NaT", "<NA>", "inf", "1E+22", "[object Object]", "nul", "undef", "(leer)"),
        *("Wahr", "FAUX", "Column1", "Spalte 2", "vacío", "NaN Ltd"),
        *("NoneType", "Not Found", "No match", "lookup failed", "Deleted", "unk", "s. u.", "R1C1"),
        *("see attachment", "voir annexe", "Field1", "Colonne1", "Zeile 5", "0x7", "DE123456789"),
        *("2025-05-01 13:45:00", "2025-05-01T13:45:00Z", "Wed May 1 2025", "std::string"),
        *("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "<class 'str'>", "Loading...", "cancelled"),
        *("Singapore", "Singapore Branch Ltd", "TBD Germany", "The Group", "Customer 12 France"),
        *("sin datos", "néant", "open", "self", "não informado", "brak danych", "n.v.t.", "saknas"),
        *("keine Daten", "data missing", "own stock", "cash sale", "pendiente", "nessun dato"),
        *("Hospital", "Neukunde", "Cust. 4711", "Private individual", "Firma ABC GmbH"),
    ],
)
def test_a_word_that_stands_for_a_name_is_none(written: str) -> None:
    """What says that a name is to come, a number, a letter or one sign again and again."""
    assert cannot_be_looked_up(written) == "names nobody"


@pytest.mark.parametrize(
    "written",
    [
        *(
            "3M",
            "H & M",
            "AT&T",
            "B & R GmbH",
            "Open Text",
            "Data Group AG",
            "Siemens AG",
            "Acme",
            "G42",
            "X5 Retail",
        ),
        *("Private Bank of Zug", "Client Earth", "1&1 Telecom", "Company of Animals", "Kao"),
        *("Amazon", "eBay", "Amazon Web Services", "Head AG Kennelbach", "Leadtek", "Office Depot"),
        *("Bar Harbor Bank", "Timex", "New Balance", "Prospect Capital", "Dr. Oetker"),
        *("University of Oxford", "Business France", "Bank of Singapore", "Group 42 Holding Ltd"),
        *("A1 Telekom", "A123 Systems", "May Works 3", "B & R 5", "Great Eastern", "Sea Ltd"),
        *("Singapore Airlines", "3M Singapore", "Match Systems", "#1 Cochran", "Area 51"),
        *("Nan Ya Plastics", "Infinity Semiconductor", "Object Design", "Feld Electronics", "E5"),
    ],
)
def test_a_name_of_few_letters_or_common_words_may_be_looked_up(written: str) -> None:
    """Companies are called by letters, figures and common words, too."""
    assert cannot_be_looked_up(written) == ""


def test_other_letters_are_told_as_such() -> None:
    """The lists are in Latin letters."""
    assert "Latin letters" in cannot_be_looked_up("中兴")
