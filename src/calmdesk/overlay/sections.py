"""The parts of the screen, each as rows for a given width: status, the words heard, the sentence, its notes, hints."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from calmdesk.overlay.canvas import Canvas, Section
from calmdesk.overlay.keys import Key
from calmdesk.overlay.labels import RESUME
from calmdesk.overlay.layout import BLANK, Piece, Role, Row, joined, spread, width_of
from calmdesk.overlay.screen import State
from calmdesk.overlay.style import clock
from calmdesk.phrasebook.families import STEPS

if TYPE_CHECKING:
    from calmdesk.overlay.screen import Utterance, Voice

_VOICE_ROWS: Final = 2
"""Rows kept for the client's words even while there are fewer, so that the sentence stays where it is."""

_INDENT: Final[Row] = (("  ", Role.PLAIN),)


class Part(StrEnum):
    """The parts, in the order they stand on the screen; gaps are empty rows."""

    STATUS = "status"
    GAP_CLIENT = "gap client"
    CLIENT = "client"
    DESK = "desk"
    GAP_SAY = "gap say"
    ABOVE = "above"
    SAY = "say"
    BELOW = "below"
    GAP_NOTES = "gap notes"
    WHY = "why"
    AVOID = "avoid"
    RELAY = "relay"
    ASK = "ask"
    NEXT = "next"
    STEPS = "steps"
    NOTICE = "notice"
    HELP = "help"
    HINTS = "hints"


def sections(canvas: Canvas) -> dict[Part, Section]:
    """Return every part; one that has nothing to show has no rows."""
    gap = Section((BLANK,))
    frame = {Part.STATUS: _status(canvas), Part.GAP_CLIENT: gap, Part.HINTS: _hints(canvas)}
    if canvas.screen.help:
        return frame | {Part.HELP: _help(canvas)}
    body = {Part.CLIENT: _client(canvas), Part.DESK: _desk(canvas), Part.GAP_SAY: gap, Part.GAP_NOTES: gap}
    return frame | body | _say(canvas) | _notes(canvas)


def _status(canvas: Canvas) -> Section:
    """Return the clock and what goes on at the left, what the card is about at the right; the note gives way first."""
    subject, style = _subject(canvas), canvas.style
    time, note = clock(canvas.screen.at), style.text(canvas.screen.note)
    state = f"{time}  {_state(canvas)}"
    for left in (f"{state} {style.glyphs.dot} {note}" if note else state, state, time):
        if cell_len(left) + 2 + width_of(subject) <= canvas.width:
            return Section((spread(((left, Role.FAINT),), subject, canvas.width),))
    return Section((subject or ((time, Role.FAINT),),))


def _state(canvas: Canvas) -> str:
    labels = canvas.style.labels
    texts = {State.LISTENING: labels.listening, State.PAUSED: labels.paused, State.ENDED: labels.ended}
    return canvas.style.text(texts[canvas.screen.state])


def _subject(canvas: Canvas) -> Row:
    """Return the step of the ladder, the tick of what was said, the family's title, and the badge of an emergency."""
    card, style = canvas.screen.card, canvas.style
    if card is None:
        return ()
    tick = f"{style.glyphs.tick} " if canvas.screen.said else ""
    title: Row = ((tick + style.text(style.labels.title(card.family)), Role.PLAIN),)
    if canvas.screen.urgent:
        return ((f" {style.text(style.labels.emergency)} ", Role.BADGE), ("  ", Role.PLAIN), *title)
    steps: Row = ((f"{style.rungs(card.rung)}  ", Role.FAINT),) if card.rung > 0 else ()
    return (*steps, *title)


def _client(canvas: Canvas) -> Section:
    """Return the client's latest words, each utterance on rows of its own, so that rows already read do not change."""
    return _voice(canvas, canvas.screen.client, canvas.style.labels.client, reserved=_VOICE_ROWS)


def _desk(canvas: Canvas) -> Section:
    """Return the desk's own latest words, dimmed; a narrow screen has no room for them."""
    said = _voice(canvas, canvas.screen.desk[-1:] if canvas.column else (), canvas.style.labels.desk)
    return replace(said, rows=[tuple((text, Role.FAINT) for text, _ in row) for row in said.rows])


def _voice(canvas: Canvas, voice: Voice, label: str, reserved: int = 0) -> Section:
    rows: list[Row] = []
    begins: list[int] = []
    for said in voice:
        begins.append(len(rows))
        rows += _utterance(canvas, said)
    return Section(rows, label, _INDENT, reserved, latest=True, begins=frozenset(begins))


def _utterance(canvas: Canvas, said: Utterance) -> list[Row]:
    plain = Role.PLAIN if said.settled else Role.FAINT
    words = [
        (canvas.style.text(word) or "?", Role.MARK if place in said.marks else plain)
        for place, word in enumerate(said.words)
    ]
    if not said.settled:
        words[-1] = (words[-1][0] + canvas.style.glyphs.ellipsis, words[-1][1])
    return canvas.wrapped(words, _INDENT)


def _say(canvas: Canvas) -> dict[Part, Section]:
    """Return the sentence to say behind its bar, with air above and below; the quiet text while there is none."""
    card, style = canvas.screen.card, canvas.style
    if card is None:
        quiet = canvas.wrapped(canvas.words(style.labels.quiet, Role.FAINT), _INDENT)
        return {Part.ABOVE: Section((BLANK,)), Part.SAY: Section(quiet, "", _INDENT)}
    bar: Row = ((f"{style.glyphs.bar} ", Role.BAR),)
    if canvas.screen.urgent:
        bar = ((f"{style.glyphs.alarm_bar} ", Role.ALARM),)
    air = Section((BLANK,), "", bar)
    say = Section(canvas.wrapped(canvas.words(card.say, Role.SAY), bar), style.labels.say, bar)
    return {Part.ABOVE: air, Part.SAY: say, Part.BELOW: air}


def _notes(canvas: Canvas) -> dict[Part, Section]:
    """Return what stands below the sentence."""
    labels, card, notice = canvas.style.labels, canvas.screen.card, canvas.screen.notice
    notes = {Part.NOTICE: _note(canvas, labels.notice, canvas.style.tell(notice) if notice else "")}
    if card is None:
        return notes
    return notes | {
        Part.WHY: _note(canvas, labels.why, card.why),
        Part.AVOID: _note(canvas, labels.avoid, card.avoid),
        Part.RELAY: _note(canvas, labels.relay, card.relay),
        Part.ASK: _note(canvas, labels.ask, card.ask),
        Part.NEXT: _note(canvas, labels.next, card.next),
        Part.STEPS: _steps(canvas, card.step),
    }


def _note(canvas: Canvas, label: str, raw: str) -> Section:
    """Return a labelled text; on a narrow screen the label leads its first row."""
    words = canvas.words(raw)
    if canvas.column and words:
        return Section(canvas.wrapped(words, _INDENT), label, _INDENT)
    led = [*canvas.words(label + canvas.style.labels.colon.rstrip(), Role.FAINT), *words]
    return Section(canvas.wrapped(led) if words else ())


def _steps(canvas: Canvas, step: str) -> Section:
    """Return the skeleton of an answer with the card's step in it, on a row of its own where that fits."""
    glyphs, row = canvas.style.glyphs, list[Piece]()
    for name, label in zip(STEPS, canvas.style.labels.steps, strict=True):
        here = name == step
        row.append((f"{glyphs.climbed if here else glyphs.ahead} {canvas.style.text(label)}", _step_role(here=here)))
        row.append(("  ", Role.PLAIN))
    fits = step in STEPS and width_of(row[:-1]) <= canvas.width
    return Section((joined(row[:-1]),) if fits else ())


def _step_role(*, here: bool) -> Role:
    return Role.PLAIN if here else Role.FAINT


def _help(canvas: Canvas) -> Section:
    lines = [canvas.wrapped(canvas.words(line), _INDENT) for line in canvas.style.labels.help]
    return Section([row for rows in lines for row in rows], canvas.style.labels.keys[Key.HELP], _INDENT)


def _hints(canvas: Canvas) -> Section:
    """Return the keys that do something now, as many as fit on one row."""
    hint = ""
    for key in canvas.style.keys:
        longer = f"{hint} {canvas.style.glyphs.dot} {_hint(canvas, key)}" if hint else _hint(canvas, key)
        if cell_len(longer) > canvas.width:
            break
        hint = longer
    return Section((((hint, Role.FAINT),),) if hint else ())


def _hint(canvas: Canvas, key: Key) -> str:
    standing = canvas.screen.state is State.PAUSED and key is Key.PAUSE
    return canvas.style.text(canvas.style.labels.keys[RESUME if standing else key])
