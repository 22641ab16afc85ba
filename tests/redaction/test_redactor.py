from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import PhrasebookError
from calmdesk.places import shipped
from calmdesk.redaction.reading import Kind
from calmdesk.redaction.redactor import Found, Redactor
from calmdesk.redaction.rules import LABELS, read_rules
from calmdesk.redaction.tokens import words_of

LANGUAGES = sorted(path.parent.name for path in shipped("phrasebooks").glob("*/redaction.toml"))

_SOME_WORDS = (
    "zéro quatre cent septante deux vingt euh oui je m'appelle madame dupont jean rue de la gare arobase point com "
    "gmail 0472 +32 be68 [nom] [téléphone] nul vier tweeënzeventig mijn naam is straat my name at dot double oh "
    "carte compte b e l un et virgule euros à l'appareil comme numéro, « 12 »."
)
SAID = st.lists(st.sampled_from(_SOME_WORDS.split()), max_size=14).map(" ".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "mon numéro c'est le zéro quatre cent septante-deux vingt-trois quarante-cinq soixante-sept merci",
            "mon numéro c'est le [téléphone] merci",
        ),
        ("c'est le plus trente-deux quatre septante-deux euh douze treize quatorze", "c'est le [téléphone]"),
        ("ici madame lambert c'est pour minouche", "ici madame [nom] c'est pour minouche"),
        ("j'habite douze rue de la gare à namur", "j'habite [adresse]"),
        ("jean point dupont arobase gmail point com", "[e-mail]"),
        ("Mme Lambert (0472/23.45.67) : 45,50 €.", "Mme [nom] ([téléphone]) : 45,50 €."),
        ("IBAN BE68 5390 0754 7034, le 12/03/2024 à 10h30", "IBAN [compte], le 12/03/2024 à 10h30"),
        ("le code de sécurité c'est cent vingt-trois", "le code de sécurité c'est [carte]"),
        ("c'est quarante-cinq euros à dix heures trente pour deux chats", None),
        ("né le douze zéro quatre deux mille vingt", None),
        ("un deux trois quatre cinq six sept huit chatons", None),
    ],
)
def test_a_sentence_can_still_be_read(text: str, shown: str | None) -> None:
    """What is hidden has a label in its place; the words around it, and what is harmless, are as they were."""
    assert Redactor.of("fr").redact(text).text == (text if shown is None else shown)


def test_places_are_those_of_the_text_split_at_blanks() -> None:
    """Whoever marks words, or cuts them out, can go by the places."""
    redacted = Redactor.of("fr").redact("bonjour  je m'appelle jean dupont\nmon mail : jean@x.be")
    assert redacted.found == (Found(Kind.NAME, 3, 4), Found(Kind.EMAIL, 8, 8))
    assert redacted.text == "bonjour  je m'appelle [nom]\nmon mail : [e-mail]"


@pytest.mark.parametrize("lang", LANGUAGES)
@given(text=st.one_of(SAID, st.text(max_size=80)))
def test_any_text_is_taken(lang: str, text: str) -> None:
    """Nothing that is heard or typed breaks it; what is shown is what was there, but for labels."""
    redactor = Redactor.of(lang)
    redacted = redactor.redact(text)
    words = text.split()
    places = [place for each in redacted.found for place in (each.first, each.last)]
    assert places == sorted(places)
    assert all(0 <= place < len(words) for place in places)
    kept = [word for i, word in enumerate(words) if not any(each.first <= i <= each.last for each in redacted.found)]
    shown = redacted.text.split()
    assert len(shown) == len(kept) + len(redacted.found)
    assert redacted.found or redacted.text == text


@pytest.mark.parametrize("lang", LANGUAGES)
@given(text=SAID)
def test_what_is_hidden_stays_hidden(lang: str, text: str) -> None:
    """A text that is redacted again, as when an incident is edited, shows nothing that was hidden."""
    redactor = Redactor.of(lang)
    once = redactor.redact(text).text
    assert set(redactor.redact(once).text.split()) <= set(once.split())


def test_a_number_goes_on_after_its_label() -> None:
    """« [téléphone] … quarante-cinq » is the rest of a number whose first half is hidden already."""
    assert Redactor.of("fr").redact("[téléphone] oui quarante-cinq").text == "[téléphone] oui [téléphone]"
    assert Redactor.of("fr").redact("[téléphone] quarante-cinq euros").text == "[téléphone] quarante-cinq euros"


def test_a_language_without_rules_hides_what_is_typed() -> None:
    """Digits and e-mail addresses are the same in every language."""
    redacted = Redactor().redact("Tel 0472 23 45 67 oder jean@x.be, Karte 5105 1051 0510 5100, 45 Euro, am 12.03.2024")
    assert redacted.text == "Tel [phone] oder [email], Karte [card], 45 Euro, am 12.03.2024"


def test_an_unknown_language_is_named() -> None:
    """A mistyped --lang does not end in a file without redaction."""
    with pytest.raises(PhrasebookError, match="no phrasebook for 'tlh'"):
        Redactor.of("tlh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_its_own_label(lang: str) -> None:
    """The reader of a file knows what stood there."""
    labels = read_rules(shipped("phrasebooks") / lang / "redaction.toml").labels
    assert set(labels) == set(LABELS)
    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[labels]\nname = "nom"\n', "redaction.toml:2: a label is one word in square brackets"),
        ('[labels]\nnam = "[nom]"\n', "did you mean « name »"),
        ('[digits]\nphone = "numéro"\n', "redaction.toml:2: « phone » must be a list of texts"),
        ('[names]\nleads = ["…"]\n', "redaction.toml:2: « … » holds no word"),
        ("[numbers.values]\ncent = 1001\n", "must be a whole number from 0 to 1000"),
        ('[numbers.values]\n"-" = 1\n', "« - » holds no word"),
        ("[number]\n", "the key « number » is not known here"),
        ("[digits\n", "is not valid TOML"),
    ],
)
def test_a_slip_in_the_data_is_named_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, text: str, says: str
) -> None:
    """Whoever adds a language learns what is wrong and where, like with phrases."""
    path = tmp_path_factory.mktemp("rules") / "redaction.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PhrasebookError) as error:
        read_rules(path)
    assert says in str(error.value)


def test_phrases_are_read_as_speech_is() -> None:
    """Capitals, accents, hyphens and apostrophes of the data do not matter."""
    assert words_of("Je m’appelle Zoé-Anne") == ("je", "m", "appelle", "zoe", "anne")
