"""The stations of one language, from what is heard to what the receptionist sees."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from calmdesk.call.runner import Follower, follow
from calmdesk.call.text import safe
from calmdesk.phrasebook import folders
from calmdesk.wiring.books import matcher, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from calmdesk.advice.adviser import CallAdviser
    from calmdesk.advice.decision import Decision
    from calmdesk.call.events import Card, Event, FromSpeech
    from calmdesk.cues.desk_ear import DeskEar
    from calmdesk.cues.spotter import CueSpotter
    from calmdesk.live.shift import Shift

ALARM_SECONDS = 30.0
"""Call time after which an alarm without further cue steps back in a replay, where nobody can dismiss it."""


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
        self.matcher = matcher(lang, source, table)
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

        return CueSpotter(self.matcher), adviser, DeskEar(partial(wordings, self._wording), shared=shared)

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
