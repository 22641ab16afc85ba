"""The one file that knows every station by name, and puts them together."""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Listened, Notice, Partial, Side
from calmdesk.call.runner import follow
from calmdesk.errors import PhrasebookError
from calmdesk.places import compiled_file, shipped

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from pathlib import Path

    from calmdesk.advice.adviser import CallAdviser
    from calmdesk.call.events import Event, Heard
    from calmdesk.call.stages import Source
    from calmdesk.cues.match import Matcher
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.speech.models import FoundModel
    from calmdesk.speech.vosk_types import Model

BLOCK_SECONDS = 0.1
"""Length of a block: half of Vosk's own chunk, so that a partial is seen at most a tenth of a second late."""

TRY_OUT = "heard with the small model that ships: right for trying out; a real call wants an official Vosk model"


def languages() -> list[str]:
    """Return the codes of the languages that have a phrasebook."""
    return sorted(path.parent.name for path in shipped("phrasebooks").glob("*/language.toml"))


def phrasebook_folder(lang: str) -> Path:
    """Return a language's folder.

    Raises:
        PhrasebookError: there is none; names those there are.
    """
    if lang not in languages():
        raise PhrasebookError(
            "no phrasebook for {language!r}",
            hint="there are: {languages}",
            language=lang,
            languages=", ".join(languages()),
        )
    return shipped("phrasebooks") / lang


def phrasebook(lang: str) -> Phrasebook:
    """Return a language's cues, read and checked."""
    from calmdesk.phrasebook.read import read_phrasebook  # noqa: PLC0415  # heavy

    return read_phrasebook(phrasebook_folder(lang))


def matcher(lang: str) -> Matcher:
    """Return the matcher of a language: from the table made when the package was built, or from its sources."""
    from calmdesk.cues.compiled import digest_of, load  # noqa: PLC0415  # heavy
    from calmdesk.cues.match import Matcher  # noqa: PLC0415  # heavy
    from calmdesk.cues.opinion import Opinion, Weights  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.language import read_whole_language  # noqa: PLC0415  # heavy

    folder = phrasebook_folder(lang)
    compiled = load(compiled_file(lang), digest_of([folder]))
    language = read_whole_language(folder)
    weights = folder / "opinion.npz"
    opinion = Opinion(Weights.load(weights), language) if weights.is_file() else None
    if compiled is None:
        return Matcher.of(phrasebook(lang), opinion)
    return Matcher(compiled, language, read_families(folder.parent / "families.toml"), opinion)


class Desk:
    """The stations of one language, read once and used for call after call.

    Raises:
        PhrasebookError: a phrase or card cannot be used: a problem before the call, not in it.
    """

    def __init__(self, lang: str, slots: Mapping[str, str] | None = None) -> None:
        from calmdesk.phrasebook.cards import read_cards  # noqa: PLC0415  # heavy
        from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy

        self.lang = lang
        self._slots = dict(slots or {})
        self._matcher = matcher(lang)
        folder = phrasebook_folder(lang)
        self._families = read_families(folder.parent / "families.toml")
        self._cards = read_cards(folder, self._families)

    def adviser(self) -> CallAdviser:
        """Return an adviser for one call."""
        from calmdesk.advice.adviser import CallAdviser  # noqa: PLC0415  # heavy

        return CallAdviser(self._families, self._cards, self._slots)

    def follow(
        self, stream: Iterable[Heard | Listened | Notice], adviser: CallAdviser | None = None
    ) -> Iterator[Event]:
        """Yield one call with its cues and cards; an ``adviser`` of one's own can be asked afterwards."""
        from calmdesk.cues.spotter import CueSpotter  # noqa: PLC0415  # heavy

        return follow(stream, CueSpotter(self._matcher), adviser or self.adviser())


class Ears:
    """A speech model, loaded once; hears call after call."""

    def __init__(self, found: FoundModel, model: Model) -> None:
        self.found = found
        self._model = model

    @classmethod
    def open(cls, lang: str, path: Path | None = None) -> Ears:
        """Find and load the model for a language.

        Raises:
            ModelError: there is none, or it cannot be used.
        """
        from calmdesk.speech import models  # noqa: PLC0415  # heavy

        found = models.find(lang, path)
        return cls(found, models.load(found))

    def hear(
        self, source: Source, *, desk: bool = False, keep: Path | None = None
    ) -> Generator[Heard | Listened | Notice]:
        """Yield what is heard in a source; with ``keep``, what was heard is saved as it comes."""
        from calmdesk.speech.heard_file import HeardWriter  # noqa: PLC0415  # heavy
        from calmdesk.speech.recogniser import VoskRecogniser  # noqa: PLC0415  # heavy
        from calmdesk.speech.side_by_side import hear  # noqa: PLC0415  # heavy

        if self.found.shipped:
            yield Notice(0.0, TRY_OUT)
        sides = (Side.CLIENT, Side.DESK) if desk else (Side.CLIENT,)
        with closing(source.blocks()) as blocks, HeardWriter(keep) if keep else nullcontext() as writer:  # type: ignore[type-var]  # an Iterator with close()
            for event in hear(blocks, {side: VoskRecogniser(self._model, side) for side in sides}):
                if writer and isinstance(event, (Partial, Final)):
                    writer.write(event)
                yield event


def replay_heard(path: Path) -> Iterator[Heard | Listened]:
    """Yield a saved stream of heard events, with the time that passed between them: it is then the same call again."""
    from calmdesk.speech.heard_file import read_heard  # noqa: PLC0415  # heavy

    at: dict[Side, float] = {}
    for event in read_heard(path):
        last = at.get(event.side, event.at)
        for step in range(1, int((event.at - last) / BLOCK_SECONDS + 0.5)):
            yield Listened(round(last + step * BLOCK_SECONDS, 3), event.side)
        at[event.side] = event.at
        yield event
