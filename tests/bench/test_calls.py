from __future__ import annotations

from typing import TYPE_CHECKING

from bench.made_up import write_script
from bench.test_measure import contender
from calmdesk.bench.calls import CallTable, Verdict, play, quiet, right
from calmdesk.bench.scripts import read_script

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book


def played(tmp_path: Path, book: Book, *turns: tuple[str, str, str]) -> CallTable:
    """Play a script through the phrasebook's desk."""
    return play(read_script(write_script(tmp_path / "a.json", *turns)), contender(book).follow)


def test_the_card_after_each_turn_is_judged(book: Book, tmp_path: Path) -> None:
    """A right card, a card still standing, a wrong one, silence, and a card on a harmless turn are told apart."""
    table = played(
        tmp_path, book,
        ("client", "il boite", "blame"),
        ("desk", "vous êtes des incapables", ""),
        ("client", "vous êtes des incapables", "insult"),
        ("client", "et vous le savez", "insult"),
        ("client", "bonjour", ""),
        ("client", "c'est de votre faute", "waiting"),
        ("client", "ça fait une heure que j'attends", ""),
    )  # fmt: skip
    assert [(turn.number, turn.verdict) for turn in table.turns] == [
        (1, Verdict.NONE), (3, Verdict.SHOWN), (4, Verdict.STANDS), (5, Verdict.QUIET), (6, Verdict.WRONG),
        (7, Verdict.FALSE),
    ]  # fmt: skip
    assert right([table]) == (2, 4)
    assert quiet([table]) == (1, 2)


def test_the_desks_words_bring_no_card(book: Book, tmp_path: Path) -> None:
    """An insult the receptionist quotes is not the client's."""
    table = played(tmp_path, book, ("desk", "vous êtes des incapables", ""), ("client", "bonjour", ""))
    assert [turn.card for turn in table.turns] == [""]


def test_call_time_is_the_scripts(book: Book, tmp_path: Path) -> None:
    """A turn is judged at its end, on the call's own clock."""
    path = write_script(tmp_path / "a.json", ("client", "vous êtes des incapables", "insult"), timed=True)
    assert play(read_script(path), contender(book).follow).turns[0].at == 4.0


def test_a_call_of_the_desk_alone_has_no_turns(book: Book, tmp_path: Path) -> None:
    """No share is computed from nothing: it counts as reached."""
    table = played(tmp_path, book, ("desk", "bonjour", ""))
    assert table.turns == ()
    assert right([table]) == quiet([table]) == (0, 0)
