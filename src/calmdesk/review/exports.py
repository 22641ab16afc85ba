"""The transcript of a call for other programs: a table, and subtitles that players show beside the recording."""

from __future__ import annotations

from collections import defaultdict
from typing import IO, TYPE_CHECKING, Final

from calmdesk.review.facts_json import to_text
from calmdesk.spreadsheet import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calmdesk.review.facts import ReviewFacts, Utterance
    from calmdesk.review.texts import Texts

LONGEST_LINE: Final = 84
"""Characters of one subtitle: two lines of a player."""

SHORTEST: Final = 0.5
"""Seconds a subtitle stays, or nobody could read it."""


def write_csv(facts: ReviewFacts, texts: Texts, file: IO[str]) -> None:
    """Write a row per utterance, with its cues, cards and words to look at; formulas of spreadsheets are defused."""
    head = [texts[name] for name in ("at", "who", "words", "cues", "cards_shown", "wordings")]
    write_table(head, _rows(facts, texts), file)


def write_json(facts: ReviewFacts, _texts: Texts, file: IO[str]) -> None:
    """Write all facts of the call; ``facts_json`` tells the form."""
    file.write(to_text(facts))


def write_srt(facts: ReviewFacts, texts: Texts, file: IO[str]) -> None:
    """Write subtitles as SubRip has them; a line names who speaks."""
    for number, (start, end, who, text) in enumerate(_subtitles(facts), 1):
        # A player may take « <i> » for italics, and « --> » for times.
        words = text.replace("<", "‹").replace(">", "›")
        file.write(f"{number}\n{_time(start, ',')} --> {_time(end, ',')}\n{texts[who]}: {words}\n\n")


def write_vtt(facts: ReviewFacts, texts: Texts, file: IO[str]) -> None:
    """Write subtitles as WebVTT has them; each names who speaks as a voice."""
    file.write("WEBVTT\n\n")
    for start, end, who, text in _subtitles(facts):
        words = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        file.write(f"{_time(start, '.')} --> {_time(end, '.')}\n<v {texts[who]}>{words}\n\n")


FORMS: Final[dict[str, Callable[[ReviewFacts, Texts, IO[str]], None]]] = {
    "csv": write_csv,
    "json": write_json,
    "srt": write_srt,
    "vtt": write_vtt,
}


def _rows(facts: ReviewFacts, texts: Texts) -> Iterator[list[str]]:
    cues, cards, wordings = (defaultdict[int, list[str]](list) for _ in range(3))
    for cue in facts.cues:
        if cue.passage:
            cues[cue.passage.utterance].append(texts.title(cue.family))
            if cue.card is not None:
                cards[cue.passage.utterance].append(facts.cards[cue.card].say)
    for wording in facts.wordings:
        if wording.passage:
            wordings[wording.passage.utterance].append(" ".join(wording.words))
    for place, each in enumerate(facts.utterances):
        # Cards are sentences of their own, with commas and full stops.
        noticed = (mark.join(found[place]) for mark, found in ((", ", cues), (" | ", cards), (", ", wordings)))
        yield [_time(each.start, texts["decimal"]), texts[each.side], each.text, *noticed]


def _subtitles(facts: ReviewFacts) -> Iterator[tuple[float, float, str, str]]:
    """Yield start, end, side and text of each subtitle; long utterances are cut between two words."""
    for utterance in facts.utterances:
        for start, end, text in _pieces(utterance):
            yield start, max(end, start + SHORTEST), utterance.side, text


def _pieces(utterance: Utterance) -> Iterator[tuple[float, float, str]]:
    start, end, text = utterance.start, utterance.start, ""
    for word in utterance.words:
        if text and len(text) + 1 + len(word.text) > LONGEST_LINE:
            yield start, end, text
            start, text = word.start, ""
        text = f"{text} {word.text}" if text else word.text
        end = word.end
    yield start, end, text


def _time(seconds: float, point: str) -> str:
    """Return hh:mm:ss and milliseconds, with the sign that the format wants before them."""
    whole, thousandths = divmod(round(seconds * 1_000), 1_000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{thousandths:03}"
