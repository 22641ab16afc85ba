"""A speech model and what is heard with it."""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Notice, Partial, Side

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from calmdesk.call.events import FromSpeech
    from calmdesk.call.stages import Source
    from calmdesk.speech.models import FoundModel
    from calmdesk.speech.vosk_types import Model

BLOCK_SECONDS = 0.2
"""Length of a block: Vosk's own chunk. Shorter ones bring a partial 0.1 s earlier at best, and cost more."""

TRY_OUT = "heard with the small model that ships: right for trying out; a real call wants an official Vosk model"


class Ears:
    """A speech model, loaded once; hears call after call."""

    def __init__(self, found: FoundModel, model: Model, lang: str) -> None:
        self.found = found
        self._model = model
        self._lang = lang

    @classmethod
    def open(cls, lang: str, path: Path | None = None) -> Ears:
        """Find and load the model for a language.

        Raises:
            ModelError: there is none, or it cannot be used.
        """
        from calmdesk.speech import models  # noqa: PLC0415  # heavy

        found = models.find(lang, path)
        return cls(found, models.load(found), lang)

    def hear(
        self, source: Source, *, desk: bool = False, keep: Path | None = None, redact: bool = True
    ) -> Generator[FromSpeech]:
        """Yield what is heard in a source; with ``keep``, what was heard is saved, without what tells who it was."""
        from calmdesk.redaction.heard import HeardRedactor  # noqa: PLC0415  # heavy
        from calmdesk.redaction.redactor import Redactor  # noqa: PLC0415  # heavy
        from calmdesk.speech.heard_file import HeardWriter  # noqa: PLC0415  # heavy
        from calmdesk.speech.recogniser import VoskRecogniser  # noqa: PLC0415  # heavy
        from calmdesk.speech.side_by_side import hear  # noqa: PLC0415  # heavy

        if self.found.shipped:
            yield Notice(0.0, TRY_OUT)
        sides = (Side.CLIENT, Side.DESK) if desk else (Side.CLIENT,)
        through = HeardRedactor(Redactor.of(self._lang)) if keep and redact else None
        with closing(source.blocks()) as blocks, HeardWriter(keep, through) if keep else nullcontext() as writer:  # type: ignore[type-var]  # an Iterator with close()
            for event in hear(blocks, {side: VoskRecogniser(self._model, side) for side in sides}):
                if writer and isinstance(event, (Partial, Final)):
                    writer.write(event)
                yield event
