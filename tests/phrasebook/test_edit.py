"""Writing into a clinic's own files: what stands there stays, comments and all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.diff import differences
from calmdesk.phrasebook.edit import own_file, with_card, with_phrase, write_own
from calmdesk.phrasebook.folders import Source
from calmdesk.phrasebook.skeleton import Scribe, language_skeleton, own_skeleton, write_skeleton

if TYPE_CHECKING:
    from pathlib import Path

    from phrasebook.small_book import SmallBook


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'family = "x"\n\nphrases = [\n  "new",\n]\n'),
        ("# ours", '# ours\nfamily = "x"\n\nphrases = [\n  "new",\n]\n'),
        ('phrases = ["a"]  # all\n', 'phrases = ["a", "new"]  # all\n'),
        ('phrases = ["a",] # all', 'phrases = ["a", "new"] # all'),
        ("phrases = []", 'phrases = ["new"]'),
        ("phrases = [\n]\noff = true\n", 'phrases = [\n  "new",\n]\noff = true\n'),
        ('phrases = [\n  "a"\n]\n', 'phrases = [\n  "a",\n  "new",\n]\n'),
        ('phrases = [\n  "a",  # why, not\n  # "b",\n]\n', 'phrases = [\n  "a",  # why, not\n  # "b",\n  "new",\n]\n'),
        ('phrases = [\n  "a"  # why, not\n]\n', 'phrases = [\n  "a",  # why, not\n  "new",\n]\n'),
    ],
)
def test_a_phrase_comes_last_and_the_rest_stays(before: str, after: str) -> None:
    """Comments, order and layout are the author's."""
    written = with_phrase(before, "x", {"say": "new"})
    assert written.replace('family = "x"\n', "") == after.replace('family = "x"\n', "")
    assert tomli.loads(written)["phrases"][-1] == "new"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
COMMENTS = TEXTS.map(lambda text: f"  # {text}\n")
ENTRIES = st.one_of(
    TEXTS, st.fixed_dictionaries({"say": TEXTS}, optional={"strict": st.just(0.9), "not": st.lists(TEXTS)})
)


def _file(entries: list[tuple[Any, str]], *, wide: bool, comma: bool) -> str:
    from calmdesk.phrasebook.edit import written as toml  # noqa: PLC0415  # one use

    if not wide:
        return f"phrases = [{', '.join(toml(entry) for entry, _ in entries)}]\n"
    lines = [f"  {toml(entry)}," + comment for entry, comment in entries]
    if lines and not comma:
        entry, comment = entries[-1]
        lines[-1] = f"  {toml(entry)}{comment}"
    return "phrases = [\n" + "".join(lines) + "]\n"


@given(st.lists(st.tuples(ENTRIES, COMMENTS), max_size=4), ENTRIES.filter(bool), st.booleans(), st.booleans())
def test_any_phrase_can_be_added_to_any_file(entries: list[tuple[Any, str]], new: Any, wide: bool, comma: bool) -> None:  # noqa: ANN401, FBT001  # any value of a file
    """Whatever stands in the file and whatever is added: all of it is there afterwards, and every comment."""
    before = _file(entries, wide=wide, comma=comma)
    entry = {"say": new} if isinstance(new, str) else new
    after = with_phrase(before, "x", entry)
    *kept, last = tomli.loads(after)["phrases"]
    assert kept == [each for each, _ in entries]
    assert last == (entry["say"] if entry.keys() == {"say"} else entry)
    assert all(comment.strip() in after for _, comment in entries if wide)


def test_a_card_comes_last() -> None:
    """The file keeps what it holds."""
    card = {"say": "Oui.", "why": "", "avoid": "« Non. »"}
    text = with_card('# ours\n[[cards]]\nsay = "A"', "blame", card)
    assert tomli.loads(text) == {"family": "blame", "cards": [{"say": "A"}, {"say": "Oui.", "avoid": "« Non. »"}]}
    assert "# ours\n" in text


@pytest.mark.parametrize("text", ["phrases = [", "phrases = 3"])
def test_a_file_that_cannot_be_read_is_not_written(text: str) -> None:
    """Nothing is put into a broken file: it would be harder to mend."""
    with pytest.raises(PhrasebookError, match="of blame"):
        with_phrase(text, "blame", {"say": "new"})


def test_a_family_in_two_files_is_not_guessed(book: SmallBook) -> None:
    """The clinic has to say which of them it means."""
    book.own("phrases/insult.toml", "phrases = []")
    assert own_file(book.own_folder, "phrases", "insult").name == "insult.toml"
    book.own("phrases/ours.toml", 'family = "insult"')
    with pytest.raises(PhrasebookError, match=r"insult stands in several files: insult\.toml, ours\.toml"):
        own_file(book.own_folder, "phrases", "insult")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder without a place for it is no traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(PhrasebookError, match="cannot write"):
        write_own(tmp_path / "file" / "x.toml", "")


@pytest.mark.parametrize("whole", [False, True])
def test_a_new_folder_is_in_order_and_changes_nothing(book: SmallBook, whole: bool) -> None:  # noqa: FBT001  # a case
    """What « new » writes can be read as it is; laid over a book it adds nothing yet."""
    source = Source("xx", book.folder, book.folder.parent / "families.toml")
    families, scribe = ("insult", "blame", "waiting"), Scribe("fr")
    before = book.templates()
    files = language_skeleton("yy", source, families, scribe) if whole else own_skeleton(source, families, scribe)
    target = book.folder.parent / "yy" if whole else book.own_folder
    assert len(write_skeleton(target, files, write_own)) == len(files)
    assert write_skeleton(target, files, write_own) == []
    if whole:
        assert not differences(Source("yy", target, source.families), Source("yy", target, source.families))
    else:
        assert book.templates() == before
        assert not book.told()


def test_a_difference_is_told_as_one_change(book: SmallBook) -> None:
    """A phrase that was reworded is not one that went and another that came."""
    source = Source("xx", book.folder, book.folder.parent / "families.toml")
    book.own("phrases/insult.toml", 'off = ["bande de {mots}"]\nphrases = ["bande de gros {mots}", "autre chose"]')
    book.own(
        "cards/blame.toml", '[[cards]]\ninstead_of = "blame.1"\nsay = "Je vous écoute."\nwhy = "Oui."\navoid = "x"'
    )
    changes = differences(source, Source("xx", book.folder, source.families, book.own_folder))
    assert [(change.kind, change.before, change.after) for change in changes] == [
        ("card", "Je vous écoute.", "Je vous écoute."),
        ("phrase", "bande de {mots}", "bande de gros {mots}"),
        ("phrase", "", "autre chose"),
    ]
