"""How a rehearsal is shown: the talk as it goes, then the look back, in plain lines that any terminal can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calmdesk.call.events import Final, Notice, Partial
from calmdesk.call.text import safe
from calmdesk.live.faults import fault
from calmdesk.messages import say
from calmdesk.overlay.layout import Role, words_of, wrap
from calmdesk.rehearsal.scenario import MOST_TENSION, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.call.events import Heard
    from calmdesk.errors import CalmdeskError
    from calmdesk.rehearsal.talk import Talk
    from calmdesk.rehearsal.texts import Texts

_WIDEST = 100


class Screen:
    """Prints; whatever a file or a person said is made harmless first.

    Args:
        texts: what stands around the talk.
        lang: the language of notices.
    """

    def __init__(self, texts: Texts, lang: str) -> None:
        self.labels = texts.labels
        self._ends = texts.ends
        self._lang = lang
        self._told: set[str] = set()
        self._console = Console(highlight=False, markup=False)
        self._console.width = min(self._console.width, _WIDEST)

    def titles(self, titles: Mapping[str, str]) -> None:
        """Print the scenarios there are."""
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, title in titles.items():
            table.add_row(Text(safe(name), style="bold"), safe(title))
        self._console.print(table)

    def open(self, talk: Talk) -> None:
        """Print what the trainee is told before the talk."""
        self._console.print(Text(safe(talk.scenario.title), style="bold"))
        self._line(self.labels.situation, talk.scenario.situation)

    def how(self, text: str) -> None:
        """Print how to answer."""
        self._console.print(Text(safe(text), style="dim"))

    def instead(self, error: CalmdeskError) -> None:
        """Print why the answers are typed after all."""
        self.notice(fault(error))

    def notice(self, notice: Notice) -> None:
        """Print something the trainee should know, once: each recording brings its own."""
        text = say(notice.message, notice.details, self._lang)
        if text in self._told:
            return
        self._told.add(text)
        self._console.print(Text(text, style="dim"))

    def client(self, talk: Talk) -> None:
        """Print the client's words."""
        tension = self.labels.tension.format(now=talk.tension, most=MOST_TENSION)
        self._console.print()
        self._line(f"{self.labels.client} ({tension})", talk.says, style="bold")

    def ask(self) -> None:
        """Print that it is the trainee's turn."""
        self._console.print(Text(f"{safe(self.labels.prompt)} > "), end="")

    def listening(self) -> None:
        """Print that the microphone hears the trainee from now on."""
        self._console.print(Text(safe(self.labels.prompt), style="dim"))

    def heard(self, event: Heard | Notice) -> None:
        """Print what was heard of an answer once it has settled, and notices."""
        match event:
            case Notice():
                self.notice(event)
            case Final() if event.text:
                self._line(self.labels.heard, event.text, style="dim")
            case Partial() | Final():
                pass

    def review(self, found: Mapping[str, Any]) -> None:
        """Print the look back."""
        self._console.print()
        self._console.print(Text(self._ends[Kind(found["end"])], style="bold"))
        self._console.print()
        self._console.print(Text(self.labels.review, style="bold underline"))
        if not found["turns"]:
            self._console.print(self.labels.no_words)
        for number, turn in enumerate(found["turns"], 1):
            self._turn(number, turn)
        self._console.print()
        self._console.print(Text(self.labels.closing, style="dim"))

    def _turn(self, number: int, turn: Mapping[str, Any]) -> None:
        labels = self.labels
        self._console.print()
        self._console.print(Text(labels.turn.format(number=number), style="bold"))
        self._line(labels.client, turn["client"])
        self._line(labels.you, turn["answer"] or labels.nothing_said)
        self._good(turn)
        for found in turn["words_to_avoid"]:
            self._point("-", labels.avoid, f"« {found['words']} » → {found['suggest']} {_in_brackets(found['why'])}")
        if (card := turn["card"]) and not turn["card_said"]:
            self._point(" ", labels.card, f"« {card['say']} »")
            self._point(" ", labels.card_why, card["why"])

    def _good(self, turn: Mapping[str, Any]) -> None:
        labels = self.labels
        quoted = {labels.acknowledged: "acknowledged", labels.helped: "helped", labels.choices: "choices"}
        for label, key in quoted.items():
            if turn[key]:
                self._point("+", label, ", ".join(f"« {words} »" for words in turn[key]))
        if turn["animal_named"]:
            self._point("+", labels.named)
        if turn["card_said"]:
            self._point("+", labels.card_said, f"« {turn['card_said']} »")
        if not turn["acknowledged"] and not turn["card_said"] and not turn["helped"]:
            self._point(" ", labels.not_acknowledged)

    def _point(self, sign: str, label: str, text: str = "") -> None:
        self._line(label, text, lead=f"  {sign} ") if text else self._console.print(f"  {sign} {safe(label)}")

    def _line(self, label: str, text: str, style: str = "", *, lead: str = "") -> None:
        """Print a label and a text by words; its rows below the first stand under it, behind the ``lead``."""
        label = f"{label}:" if self._lang != "fr" else f"{label} :"
        words = [*words_of(safe(label)), *words_of(safe(text), Role.SAY)]
        for row in wrap(words, self._console.width - len(lead), "…"):
            self._console.print(Text(lead).append_tokens((piece, style * (role is Role.SAY)) for piece, role in row))
            lead = " " * len(lead)


def _in_brackets(text: str) -> str:
    return f"({text})" if text else ""
