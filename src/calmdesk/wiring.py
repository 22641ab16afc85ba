"""The one file that knows every station by name, and puts them together."""

from __future__ import annotations

from contextlib import closing, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Listened, Notice, Partial, Side, Wording
from calmdesk.call.runner import Follower, follow
from calmdesk.call.text import safe
from calmdesk.errors import VoiceError
from calmdesk.phrasebook import folders
from calmdesk.places import compiled_file

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from pathlib import Path

    from calmdesk.advice.adviser import CallAdviser
    from calmdesk.advice.decision import Decision
    from calmdesk.audio.devices import Device
    from calmdesk.call.events import Card, Event, FromSpeech, Heard
    from calmdesk.call.stages import Source
    from calmdesk.cues.desk_ear import DeskEar
    from calmdesk.cues.match import Matcher
    from calmdesk.cues.spotter import CueSpotter
    from calmdesk.live.shift import Shift
    from calmdesk.live.whisper import Whisper
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.wording import WordingCheck
    from calmdesk.speech.models import FoundModel
    from calmdesk.speech.vosk_types import Model

BLOCK_SECONDS = 0.2
"""Length of a block: Vosk's own chunk. Shorter ones bring a partial 0.1 s earlier at best, and cost more."""

TRY_OUT = "heard with the small model that ships: right for trying out; a real call wants an official Vosk model"


ALARM_SECONDS = 30.0
"""Call time after which an alarm without further cue steps back in a replay, where nobody can dismiss it."""


def languages() -> list[str]:
    """Return the codes of the languages that have a phrasebook, the clinic's own included."""
    return folders.languages()


def phrasebook(lang: str, source: folders.Source | None = None) -> Phrasebook:
    """Return a language's cues with the clinic's own, or those of another ``source``, read and checked."""
    from calmdesk.phrasebook.read import read_phrasebook  # noqa: PLC0415  # heavy

    source = source or folders.find(lang)
    return read_phrasebook(source.folder, source.own, source.families)


def matcher(lang: str, source: folders.Source | None = None, table: Path | None = None) -> Matcher:
    """Return the matcher of a language: from the table a build (or ``table``) has made of it, or from its sources."""
    from calmdesk.cues.compiled import digest_of, load  # noqa: PLC0415  # heavy
    from calmdesk.cues.match import Matcher  # noqa: PLC0415  # heavy
    from calmdesk.cues.opinion import Opinion, Weights  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.language import read_whole_language  # noqa: PLC0415  # heavy

    source = source or folders.find(lang)
    compiled = load(table or compiled_file(lang), digest_of(source.phrase_folders))
    language = read_whole_language(source.folder, source.own)
    weights = source.newest(folders.OPINION)
    opinion = Opinion(Weights.load(weights), language) if weights else None
    if compiled is None:
        return Matcher.of(phrasebook(lang, source), opinion)
    return Matcher(compiled, language, read_families(source.families, source.own), opinion)


def wordings(check: WordingCheck, heard: Final, family: str) -> Iterator[Wording]:
    """Yield the desk's words that may sound defensive in answer to a family."""
    for found in check.find_defensive(heard.text, family):
        yield Wording(heard.at, found.words, found.suggest, heard.utterance, found.first, found.last, side=heard.side)


class Desk:
    """The stations of one language, read once and used for call after call.

    Args:
        lang: the language of the calls.
        slots: what is known of the clinic and the call, for the cards: ``animal``, ``client``, ``vet`` …
        connection: whether to prompt for a personal word when nothing is wrong.
        source: where the phrasebook lies; as a rule the language's own.
        table: where its phrases lie made ready for search; as a rule the build has made them.

    Raises:
        PhrasebookError: a phrase or card cannot be used: a problem before the call, not in it.
    """

    def __init__(
        self,
        lang: str,
        slots: Mapping[str, str] | None = None,
        *,
        connection: bool = False,
        source: folders.Source | None = None,
        table: Path | None = None,
    ) -> None:
        from calmdesk.phrasebook.cards import read_cards, wording_of  # noqa: PLC0415  # heavy
        from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
        from calmdesk.phrasebook.files import Problems  # noqa: PLC0415  # heavy
        from calmdesk.phrasebook.flow import read_flow  # noqa: PLC0415  # heavy

        self.lang = lang
        self._slots = dict(slots or {})
        self._connection = connection
        source = source or folders.find(lang)
        self._matcher = matcher(lang, source, table)
        self._families = read_families(source.families, source.own)
        self._cards = read_cards(source.folder, self._families, source.own) | read_flow(source.folder, source.own)
        # Reading the cards has told what is wrong with the wording's own file.
        self._wording = wording_of(source.folder, Problems(), source.own)

    def adviser(
        self, *, live: bool = False, shared: bool = False, names: Mapping[str, str] | None = None
    ) -> CallAdviser:
        """Return an adviser for one call.

        Args:
            live: somebody sits at the desk and dismisses alarms; in a replay they step back by themselves.
            shared: the desk may be heard on the client's channel too.
            names: what is known of this call: ``animal``, ``client``.
        """
        from calmdesk.advice.adviser import CallAdviser, Manner  # noqa: PLC0415  # heavy

        manner = Manner(None if live else ALARM_SECONDS, self._connection, shared)
        return CallAdviser(self._families, self._cards, self._slots | dict(names or {}), manner)

    def likely_cards(self) -> list[Card]:
        """Return the card each kind of cue brings first in a call, the most urgent first: to be made ready."""
        from calmdesk.advice.deck import Deck  # noqa: PLC0415  # heavy

        deck = Deck(self._cards, self._slots)
        families = sorted(self._families.values(), key=lambda family: family.tier)
        dealt = ((family, deck.fresh(family.id, family.rung)) for family in families)
        return [first.card(0.0, family.id, family.tier) for family, first in dealt if first]

    def follow(
        self, stream: Iterable[FromSpeech], adviser: CallAdviser | None = None, *, shared: bool = True
    ) -> Iterator[Event]:
        """Yield one call with its cues, its cards, and what is known of the desk's own words.

        Args:
            stream: what is heard.
            adviser: one of one's own, to be asked afterwards.
            shared: as for ``adviser``; a card read aloud is then looked for among the client's words.
        """
        return follow(stream, *self._listeners(adviser or self.adviser(shared=shared), shared=shared))

    def shift(self, *, silence: float, names: Mapping[str, str] | None = None, shared: bool = True) -> Shift:
        """Return a shift at this desk: call after call, with somebody at the keys.

        Args:
            silence: seconds without a word that end a call; 0: only a key does.
            names: what is known of the first call: ``animal``, ``client``.
            shared: as for ``adviser``.
        """
        from calmdesk.live.shift import Shift, Stations  # noqa: PLC0415  # heavy

        def opened(known: Mapping[str, str]) -> Stations:
            adviser = self.adviser(live=True, shared=shared, names=known)
            return Stations(Follower(*self._listeners(adviser, shared=shared)), adviser)

        breathe = [card.say for card in self._cards["breathe"]]
        return Shift(opened, silence=silence, breathe=breathe, names=names)

    def _listeners(self, adviser: CallAdviser, *, shared: bool) -> tuple[CueSpotter, CallAdviser, DeskEar]:
        """Return what listens to one call: for cues, for what to say, for the desk's own words."""
        from calmdesk.cues.desk_ear import DeskEar  # noqa: PLC0415  # heavy
        from calmdesk.cues.spotter import CueSpotter  # noqa: PLC0415  # heavy

        return CueSpotter(self._matcher), adviser, DeskEar(partial(wordings, self._wording), shared=shared)

    def decide(self, stream: Iterable[FromSpeech], adviser: CallAdviser) -> Iterator[Decision]:
        """Yield every decision of a call, in order; however long the call is, none is kept."""
        for _ in self.follow(stream, adviser):
            while adviser.decisions:
                yield adviser.decisions.popleft()


def clinic_desk(lang: str, *, animal: str = "", client: str = "", connection: bool = False) -> Desk:
    """Return a language's desk with what the clinic's settings and the call tell.

    Raises:
        SettingsError: the settings cannot be used.
        PhrasebookError: the language's phrases or cards cannot.
    """
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    settings = read_settings()
    slots = settings.clinic.slots | {"animal": safe(animal), "client": safe(client)}
    return Desk(lang, slots, connection=connection or settings.advice.connection)


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


def replay_heard(path: Path) -> Generator[Heard | Listened]:
    """Yield a saved stream of heard events, with the time that passed between them: it is then the same call again."""
    from calmdesk.speech.heard_file import read_heard  # noqa: PLC0415  # heavy

    return with_time(read_heard(path))


def with_time(heard: Iterable[Heard]) -> Generator[Heard | Listened]:
    """Yield heard events with the time that passed between them, as it passed while they were heard."""
    at: dict[Side, float] = {}
    for event in heard:
        last = at.get(event.side, event.at)
        for step in range(1, int((event.at - last) / BLOCK_SECONDS + 0.5)):
            yield Listened(round(last + step * BLOCK_SECONDS, 3), event.side)
        at[event.side] = event.at
        yield event


def whispering(device: str | None, station: Desk, inputs: Iterable[Device] = ()) -> tuple[list[Whisper], list[Notice]]:
    """Return the view that whispers a station's cards, and what the user should know before the call.

    Args:
        device: the headset, as ``--device`` takes one; None: no whisper. One that others hear is used too, after a
            warning.
        station: its language is spoken, its first cards are made ready. Without a voice for it there is no view.
        inputs: what calmdesk listens to.

    Raises:
        AudioError: there is no such device, or it cannot be used.
    """
    if device is None:
        return [], []
    from calmdesk.audio.headset import Headset  # noqa: PLC0415  # heavy
    from calmdesk.audio.overheard import heard_by_others  # noqa: PLC0415  # heavy
    from calmdesk.audio.whole import decode  # noqa: PLC0415  # heavy
    from calmdesk.live.faults import fault  # noqa: PLC0415  # heavy
    from calmdesk.live.whisper import Whisper, words_of  # noqa: PLC0415  # heavy
    from calmdesk.speech.voice import Voice  # noqa: PLC0415  # heavy

    headset = Headset(device)
    warning = heard_by_others(headset.device, inputs, headset.devices)
    try:
        voice = Voice(station.lang, decode)
    except VoiceError as error:
        headset.close()
        return [], [fault(error)]
    voice.prepare(words_of(card) for card in station.likely_cards())
    return [Whisper(voice, headset)], [warning] if warning else []
