"""Any event at all, for properties that must hold whatever is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from calmdesk.call.events import (
    Began,
    Card,
    Cue,
    Dismissed,
    Ended,
    Event,
    Final,
    Listened,
    LookBack,
    Notice,
    Partial,
    Said,
    Side,
    Wording,
)
from calmdesk.overlay.entry import Entry
from calmdesk.overlay.keys import ENTERED, Key
from calmdesk.overlay.presses import Press
from calmdesk.overlay.screen import HELP_PAGES, Screen, State

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_NASTY = st.sampled_from(
    [
        "bonjour",
        "j'attends",
        "\x1b[2J\x1b[31mrouge",
        "\x9b1A",
        "\u202eà l'envers",
        "très " * 30,
        "x" * 300,
        "漢字かな交じり文" * 4,
        "👩‍👩‍👧‍👦 👍🏽 ❤️",
        "e" + "\u0301" * 50,
        "\ud83d",
        "a\nb\tc\rd\u2028e",
        "« oui » ? non !",
    ]
)


def texts() -> SearchStrategy[str]:
    """Return words of every kind, some of them meant to break a screen."""
    return st.lists(st.text(max_size=12) | _NASTY, max_size=6).map(" ".join)


def events() -> SearchStrategy[Event]:
    """Return events with any text in them."""
    times = st.floats(0, 40_000)
    utterances, places = st.integers(0, 3), st.integers(0, 8)
    sides = st.sampled_from(Side)
    names = st.sampled_from(["waiting", "emergency", "a_clinic_s_own", "\x1b[7m"])
    words = st.lists(texts(), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Partial, times, texts(), utterances, sides),
        st.builds(Final, times, texts(), utterances, side=sides),
        st.builds(Cue, times, names, texts(), words, st.floats(0, 1), utterances, places, places, sides),
        st.builds(
            Card,
            at=times,
            family=names,
            card=names,
            say=texts(),
            why=texts(),
            avoid=texts(),
            tier=st.integers(0, 4),
            rung=st.integers(0, 6),
            next=texts(),
            ask=texts(),
            relay=texts(),
            because=words,
            step=st.sampled_from(["", "name", "confirm", "a clinic's own"]),
        ),
        st.builds(Said, times, names, names),
        st.builds(Wording, times, words, texts(), utterances, places, places, sides),
        st.builds(Dismissed, times, names, names),
        st.builds(Notice, times, texts(), lasting=st.booleans(), topic=st.sampled_from(["", "sound"])),
        st.builds(Began),
        st.builds(
            LookBack,
            times,
            st.lists(st.tuples(names, st.integers(1, 99)), max_size=4).map(tuple),
            st.integers(-1, 7),
            st.integers(0, 99),
            st.integers(0, 99),
            texts(),
        ),
        st.builds(Ended, times),
        st.builds(Listened, times, sides),
    )


def starts() -> SearchStrategy[Screen]:
    """Return screens before anything was heard: at the desk or not, in a pause, with help, with something entered."""
    entries = st.builds(Entry, st.sampled_from(ENTERED), texts().map(_entered))
    return st.builds(
        Screen,
        live=st.booleans(),
        note=texts(),
        state=st.sampled_from(State),
        paused=st.booleans(),
        entry=st.none() | entries,
        help=st.integers(0, HELP_PAGES),
    )


def _entered(text: str) -> str:
    """Return what of a text can be entered."""
    entry = Entry(Key.ANIMAL).after(Press(text, pasted=True))
    return entry.text if isinstance(entry, Entry) else ""
