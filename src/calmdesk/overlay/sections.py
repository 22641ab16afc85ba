"""The parts of the screen, each as rows for a given width: status, faults, the words heard, the sentence, its notes."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from calmdesk.overlay.canvas import Canvas, Section
from calmdesk.overlay.hints import entry_line, help_page, hints
from calmdesk.overlay.layout import BLANK, Piece, Role, Row, centred, joined, spread, width_of, words_of, wrap
from calmdesk.overlay.look_back import look_back
from calmdesk.overlay.screen import State
from calmdesk.overlay.style import clock
from calmdesk.phrasebook.families import STEPS

if TYPE_CHECKING:
    from calmdesk.call.events import LookBack
    from calmdesk.overlay.voices import Utterance, Voice

_VOICE_ROWS: Final = 2
"""Rows kept for the client's words even while there are fewer, so that the sentence stays where it is."""

_PAUSE_MARGIN: Final = 2
"""Cells left free at both ends of the words of a pause."""

_INDENT: Final[Row] = (("  ", Role.PLAIN),)


class Part(StrEnum):
    """The parts, in the order they stand on the screen; gaps are empty rows."""

    STATUS = "status"
    FAULT = "fault"
    GAP_CLIENT = "gap client"
    CLIENT = "client"
    DESK = "desk"
    LENGTH = "length"
    RUNG = "rung"
    CARDS = "cards"
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
    READY = "ready"
    HELP = "help"
    ENTRY = "entry"
    HINTS = "hints"


def sections(canvas: Canvas) -> dict[Part, Section]:
    """Return every part; one that has nothing to show has no rows."""
    screen, gap = canvas.screen, Section((BLANK,))
    frame = {
        Part.STATUS: _status(canvas),
        Part.FAULT: _faults(canvas),
        Part.GAP_CLIENT: gap,
        Part.ENTRY: entry_line(canvas),
        Part.HINTS: hints(canvas),
    }
    if screen.help:
        return frame | {Part.HELP: help_page(canvas)}
    frame |= {Part.GAP_SAY: gap, Part.GAP_NOTES: gap, Part.NOTICE: _notice(canvas)}
    if screen.deaf:
        return frame | {Part.SAY: _deaf(canvas)}
    if screen.look_back and screen.card is None:
        return frame | _looking_back(canvas, screen.look_back)
    return frame | {Part.CLIENT: _client(canvas), Part.DESK: _desk(canvas)} | _say(canvas) | _notes(canvas)


def _status(canvas: Canvas) -> Section:
    """Return the clock and what goes on at the left, what the card is about at the right; the note gives way first."""
    subject, style = _subject(canvas), canvas.style
    time, note = _time(canvas), style.text(canvas.screen.note)
    state = f"{time}  {_state(canvas)}" if time else _state(canvas)
    for left in (f"{state} {style.glyphs.dot} {note}" if note else state, state, time):
        if cell_len(left) + 2 + width_of(subject) <= canvas.width:
            return Section((spread(((left, Role.FAINT),), subject, canvas.width),))
    return Section((subject or ((time, Role.FAINT),),))


def _time(canvas: Canvas) -> str:
    """Return call time; there is none before the call."""
    return "" if canvas.screen.state is State.WAITING else clock(canvas.screen.clock)


def _state(canvas: Canvas) -> str:
    labels, screen = canvas.style.labels, canvas.screen
    texts = {State.WAITING: labels.waiting, State.LISTENING: labels.listening, State.ENDED: labels.ended}
    return canvas.style.text(labels.paused if screen.paused else texts[screen.state])


def _faults(canvas: Canvas) -> Section:
    """Return the problems that are not over, each behind its own mark: bold, and at the top where they are seen."""
    rows: list[Row] = []
    for fault in canvas.screen.faults:
        words = canvas.words(canvas.style.tell(fault), Role.SAY)
        leads = [("! ", Role.ALARM), *[("  ", Role.PLAIN)] * len(words)]
        rows += [(lead, *row) for lead, row in zip(leads, canvas.wrapped(words, _INDENT), strict=False)]
    return Section(rows, canvas.style.labels.fault)


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
    """Return the sentence to say; while there is none, that all one need do is listen, or that all is ready."""
    card, labels = canvas.screen.card, canvas.style.labels
    if card is None:
        quiet = labels.ready if canvas.screen.state is State.WAITING else labels.quiet
        rows = canvas.wrapped(canvas.words(quiet, Role.FAINT), _INDENT)
        return {Part.ABOVE: Section((BLANK,)), Part.SAY: Section(rows, "", _INDENT)}
    return _sentence(canvas, labels.say, card.say)


def _sentence(canvas: Canvas, label: str, raw: str) -> dict[Part, Section]:
    """Return a sentence behind its bar, with air above and below."""
    glyphs = canvas.style.glyphs
    bar: Row = ((f"{glyphs.bar} ", Role.BAR),)
    if canvas.screen.urgent:
        bar = ((f"{glyphs.alarm_bar} ", Role.ALARM),)
    air = Section((BLANK,), "", bar)
    say = Section(canvas.wrapped(canvas.words(raw, Role.SAY), bar), label, bar)
    return {Part.ABOVE: air, Part.SAY: say, Part.BELOW: air}


def _deaf(canvas: Canvas) -> Section:
    """Return the block, as wide as the screen, that tells that nothing is listened to."""
    text = canvas.style.text(canvas.style.labels.deaf)
    lines = wrap(words_of(text, Role.PAUSE), max(canvas.width - 2 * _PAUSE_MARGIN, 1), canvas.style.glyphs.ellipsis)
    blank = ((" " * canvas.width, Role.PAUSE),)
    return Section([blank, *(centred(row, canvas.width, Role.PAUSE) for row in lines), blank])


def _looking_back(canvas: Canvas, back: LookBack) -> dict[Part, Section]:
    """Return what the call was like in place of what was said in it, and a moment for the receptionist."""
    lines = (_note(canvas, label, text) for label, text in look_back(back, canvas.style))
    parts = dict(zip((Part.LENGTH, Part.RUNG, Part.CARDS), lines, strict=True))
    if back.breathe:
        parts |= _sentence(canvas, canvas.style.labels.breathe, back.breathe)
    ready = canvas.wrapped(canvas.words(canvas.style.labels.ready, Role.FAINT), _INDENT)
    return parts | {Part.READY: Section(ready, "", _INDENT)}


def _notice(canvas: Canvas) -> Section:
    notice = canvas.screen.notice
    return _note(canvas, canvas.style.labels.notice, canvas.style.tell(notice) if notice else "")


def _notes(canvas: Canvas) -> dict[Part, Section]:
    """Return what stands below the sentence."""
    labels, card = canvas.style.labels, canvas.screen.card
    if card is None:
        return {}
    return {
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
