from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import PhrasebookError
from calmdesk.messages import explain
from calmdesk.phrasebook.cards import CARD_KEYS, read_decks
from calmdesk.phrasebook.cases import read_all_cases
from calmdesk.phrasebook.flow import SECTIONS, read_all_flow
from calmdesk.phrasebook.problems import Level, Problems
from calmdesk.phrasebook.read import read_phrasebook
from phrasebook.small_book import SmallBook


def test_a_good_book_has_no_problems(book: SmallBook) -> None:
    """What is right is read without a word."""
    phrases = read_phrasebook(book.folder).phrases
    assert [(phrase.text, phrase.where.line) for phrase in phrases] == [
        ("<vous_etes> [des] {mots}", 4),
        ("bande de {mots}", 5),
    ]
    assert not book.told()


def _line(place: str) -> int:
    """Return the line of a place."""
    return int(place.rpartition(":")[2])


def test_everything_that_is_wrong_is_told_at_once(book: SmallBook) -> None:
    """An author who made ten mistakes reads ten lines, each with file, line and how to mend it."""
    book.write(
        "phrases/insult.toml",
        """
        family = "insult"
        phrases = [
          "bon",
          { say = "x", strict = "0.9", strickt = 1 },
          { say = "{moots} y" },
          42,
          { say = 3 },
          "rappel(er|ez)",
          "vous (êtes",
          { say = "y", not = "texte", anchors = [1] },
          { say = "z", requires_negation = "yes" },
        ]
        not = "pas une liste"
        nott = []
        """.replace("        ", ""),
    )
    told = [line.split(": ", 1) for line in book.told()]
    assert [place for place, _ in told] == sorted((place for place, _ in told), key=_line)
    assert sorted(told) == sorted(
        [
            ["phrases/insult.toml:5", "the key « strickt » is not known here; did you mean « strict »?"],
            ["phrases/insult.toml:5", "« strict » must be a number from 0 to 1; write it without quotation marks"],
            ["phrases/insult.toml:6", "« {moots} y »: « {moots} » is not defined; did you mean « {mots} »?"],
            ["phrases/insult.toml:7", 'a phrase is a text in quotation marks, or a table: { say = "…" }'],
            ["phrases/insult.toml:8", '« say » must be a text; write it in quotation marks: say = "…"'],
            ["phrases/insult.toml:8", 'the phrase says nothing; write it as { say = "…" }'],
            [
                "phrases/insult.toml:9",
                (
                    "« rappel(er|ez) »: « rappel(er|ez) »: a bracket stands inside a word, "
                    "and phrases are made of whole words; write « (rappeler|rappelez) »"
                ),
            ],
            ["phrases/insult.toml:10", "« vous (êtes »: the bracket « (êtes » is not closed"],
            [
                "phrases/insult.toml:11",
                '« not » must be a list of texts; write it in square brackets: not = ["…", "…"]',
            ],
            ["phrases/insult.toml:11", "every entry of « anchors » must be a text in quotation marks"],
            ["phrases/insult.toml:12", "« requires_negation » must be true or false; write it without quotation marks"],
            [
                "phrases/insult.toml:14",
                '« not » must be a list of texts; write it in square brackets: not = ["…", "…"]',
            ],
            ["phrases/insult.toml:15", "the key « nott » is not known here; did you mean « not »?"],
        ]
    )


def test_the_error_speaks_the_users_language(book: SmallBook) -> None:
    """A French author reads French, line by line."""
    book.write("phrases/insult.toml", 'phrases = ["rappel(er|ez)"]')
    with pytest.raises(PhrasebookError) as caught:
        read_phrasebook(book.folder)
    problem, hint = explain(caught.value, "fr")
    assert "insult.toml:1: « rappel(er|ez) » : « rappel(er|ez) » :" in problem
    assert "écrivez « (rappeler|rappelez) »" in problem
    assert "calmdesk phrasebook check" in hint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('phrases = ["a"\nx', "phrases/blame.toml:2: is not valid TOML"),
        ("family = ''\nfamily = ''", "phrases/blame.toml:2: is not valid TOML"),
        ('family = "blaim"', "phrases/blame.toml:1: « blaim » is not a family of families.toml"),
        ("phrases = " + "[" * 3000 + "]" * 3000, "phrases/blame.toml:1: is not valid TOML"),
    ],
)
def test_a_file_that_is_no_toml_is_named_with_its_line(book: SmallBook, text: str, told: str) -> None:
    """A missing comma or quotation mark is found where it is missing."""
    book.write("phrases/blame.toml", text)
    assert [line for line in book.told() if line.startswith(told)]


def test_a_file_in_another_encoding_is_refused_with_its_line(book: SmallBook) -> None:
    """An editor that saved in Windows-1252 is told so."""
    (book.folder / "phrases" / "blame.toml").write_bytes('# un\n# à\nfamily = "blame"'.encode("cp1252"))
    assert book.told() == ["phrases/blame.toml:2: is not text in UTF-8; save it as UTF-8 in your editor"]


def test_a_byte_order_mark_does_no_harm(book: SmallBook) -> None:
    """Notepad puts one in front of every file."""
    (book.folder / "phrases" / "blame.toml").write_bytes(b'\xef\xbb\xbffamily = "blame"\nphrases = ["c\'est vous"]')
    assert not book.told()


def test_a_phrase_that_stands_twice_is_a_warning(book: SmallBook) -> None:
    """It does no harm, so it does not keep the program from starting."""
    book.write("phrases/blame.toml", 'phrases = ["c\'est vous",\n"autre",\n"c\'est  vous"]')
    assert not book.told()
    assert book.told(Level.WARNING) == [
        "phrases/blame.toml:3: « c'est  vous » stands twice, first in line 1"
    ] or book.told(Level.WARNING) == ["phrases/blame.toml:3: « c'est vous » stands twice, first in line 1"]


def test_a_broken_list_is_told_where_it_stands(book: SmallBook) -> None:
    """One mistake in a list is one line, however many phrases use the list."""
    book.write("lists/more.toml", '[lists]\nanimal = ["chien",\n"chat[te"]\nboucle = ["{boucle}"]\n')
    book.write("phrases/blame.toml", 'phrases = ["{animal} a", "{animal} b", "{boucle}"]')
    assert book.told() == [
        "lists/more.toml:3: « {animal} »: the bracket « [te » is not closed",
        "lists/more.toml:4: « {boucle} »: « {boucle} » refers to itself",
    ]


def test_a_name_given_twice_is_a_warning(book: SmallBook) -> None:
    """Two writers who choose one name for two lists find out."""
    book.write("lists/more.toml", '[lists]\nmots = ["autre"]\n')
    assert book.told(Level.WARNING)[0].startswith("lists/more.toml:2: « {mots} » is defined twice")


def test_a_guard_that_no_language_has_is_told(book: SmallBook) -> None:
    """A guard mistyped in families.toml would never stop anything."""
    families = (book.folder.parent / "families.toml").read_text().replace('["negation"]', '["negatoin"]', 1)
    book.write("../families.toml", families)
    assert book.told() == ["language.toml:6: the guard « negatoin » of families.toml is missing; add [guards.negatoin]"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("tier = 9", "« tier » must be a whole number from 0 to 4"),
        ("cooldown = -1", "« cooldown » must be a number from 0 to 3600"),
        ('cooldown = "10"', "« cooldown » must be a number from 0 to 3600; write it without quotation marks"),
        ("ladder = 1", "« ladder » must be true or false"),
        ("colour = 1", "the key « colour » is not known here"),
        ('guards = "negation"', "« guards » must be a list of texts"),
    ],
)
def test_a_wrong_family_is_told(book: SmallBook, line: str, told: str) -> None:
    """Urgency and cooldown are checked before the first call."""
    book.write("../families.toml", f"[insult]\n{line}\n")
    assert [each for each in book.told() if told in each]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("language.toml", 'fillers = ["!?"]', "language.toml:1: « !? » holds no word"),
        ("language.toml", "light = 3", "language.toml:1: « light » must be a list of texts"),
        ("language.toml", '[replace]\n"," = "x"', "language.toml:2: « , » holds no word"),
        ("language.toml", "[replace]\nx = 1", "language.toml:2: « x » must be a text"),
        ("language.toml", "[thresholds]\nstrict = 2", "language.toml:2: « strict » must be a number from 0 to 1"),
        ("language.toml", "[guards.negation]\nreach = 0", "« reach » must be a whole number from 1 to 40"),
        ("language.toml", "[guards.negation]\nbefor = []", "did you mean « before »?"),
        ("sounds.toml", 'rules = [["a"]]', "sounds.toml:1: a sound rule is a pair of texts"),
        ("sounds.toml", 'rules = [["(a", "b"]]', "the pattern of this sound rule cannot be read"),
        ("sounds.toml", 'rules = [["(a)", "b"]]', "has a capturing group"),
        ("sounds.toml", "rules = 1", "« rules » must be a list of pairs"),
        ("lists.toml", "lists = 1", "lists.toml:1: « lists » must be a table"),
        ("lists.toml", "[lists]\nmots = 1", "lists.toml:2: « mots » must be a list of texts"),
        ("lists.toml", "[rules]\nx = []", "lists.toml:2: « x » must be a text"),
    ],
)
def test_how_the_language_is_read_is_checked_too(book: SmallBook, name: str, text: str, told: str) -> None:
    """A slip in a word list is told with its line, like one in a phrase."""
    book.write(name, text)
    assert [line for line in book.told() if told in line]


KEYS = st.sampled_from(
    [
        *(
            "family",
            "phrases",
            "not",
            "off",
            "cards",
            "match",
            "no_match",
            "lists",
            "rules",
            "words",
            "limits",
            "guards",
            "name",
            "fillers",
            "light",
            "replace",
            "thresholds",
            "insult",
            "say",
            "text",
            "also",
            "labels",
            "strict",
            "anchors",
            "negation",
            "before",
            "reach",
            "mots",
            "cooldown",
            "tier",
            "scope",
            "kind",
            "opening",
        ),
        *sorted(CARD_KEYS),
        *SECTIONS,
    ]
)
SCALARS = st.one_of(
    st.sampled_from(
        ["insult", "vous êtes", "(a|b) {mots}", "{mots", "<x>", "", " ", "all", "...", "{animal}", "a } b"]
    ),
    st.integers(-2, 5),
    st.booleans(),
    st.floats(-1, 2),
    st.datetimes(),
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
NAMES = ["phrases/insult.toml", "cards/insult.toml", "cases/insult.toml", "lists.toml", "language.toml", "sounds.toml",
         "wording.toml", "flow.toml", "../families.toml"]  # fmt: skip


@given(name=st.sampled_from(NAMES), data=st.dictionaries(KEYS, VALUES, max_size=4), own=st.booleans())
def test_no_file_brings_a_traceback(*, name: str, data: dict[str, Any], own: bool) -> None:
    """Whatever stands in a file, shipped or a clinic's own, reading ends with problems that can be told."""
    with tempfile.TemporaryDirectory() as root:
        book = SmallBook(Path(root))
        (book.own if own else book.write)(name, tomlkit.dumps(data))
        _, problems = book.read()
        read_decks(book.folder, ["insult"], problems, book.own_folder)
        read_all_flow(book.folder, problems, book.own_folder)
        read_all_cases([book.folder, book.own_folder], ["insult"], problems)
        assert all(problem.told("fr") for problem in problems.unique)


@given(st.binary(max_size=60))
def test_no_bytes_bring_a_traceback(data: bytes) -> None:
    """A file damaged on a stick is a sentence too."""
    with tempfile.TemporaryDirectory() as root:
        book = SmallBook(Path(root))
        book.write("phrases/blame.toml", "").write_bytes(data)
        _, problems = book.read()
        assert isinstance(problems, Problems)
