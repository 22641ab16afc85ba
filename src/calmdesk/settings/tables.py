"""Everything the settings can say, table by table, with what holds where nothing is said."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from calmdesk.settings.rules import days, flag, free_text, seconds, short_text, spoken, under, years


@dataclass(frozen=True, slots=True)
class Clinic:
    """What the cards say of the clinic; an empty text is not known, and cards then do without it."""

    clinic: str = field(default="", metadata=under(short_text))
    vet: str = field(default="", metadata=under(short_text))
    callback: str = field(default="", metadata=under(short_text))
    payment_options: str = field(default="", metadata=under(short_text))
    emergency_number: str = field(default="", metadata=under(short_text))

    @property
    def slots(self) -> dict[str, str]:
        """Return the texts by the name of the slot they fill."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Advice:
    """How calls are advised: ``connection`` prompts for a personal word when nothing is wrong.

    ``feedback`` keeps the client's sentence that brought a card the receptionist has called wrong.
    """

    connection: bool = field(default=False, metadata=under(flag))
    feedback: bool = field(default=False, metadata=under(flag))


@dataclass(frozen=True, slots=True)
class Sound:
    """The desk's sound devices, by words of their names; an empty text is the system's default, or none.

    ``device`` hears the client, ``desk_device`` the desk's own voice, and ``whisper`` is the headset cards are spoken
    into.
    """

    device: str = field(default="", metadata=under(short_text))
    desk_device: str = field(default="", metadata=under(short_text))
    whisper: str = field(default="", metadata=under(short_text))


@dataclass(frozen=True, slots=True)
class Calls:
    """Where one call ends and the next begins: after ``silence`` seconds without a word; 0: only by key."""

    silence: float = field(default=90.0, metadata=under(seconds))


@dataclass(frozen=True, slots=True)
class Incidents:
    """Where incidents are kept and for how many years, and who notes them where nobody else is named."""

    database: str = field(default="", metadata=under(free_text))
    author: str = field(default="", metadata=under(free_text))
    keep_years: int = field(default=5, metadata=under(years))


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long what was noted about cards is kept; of the rest of a call nothing is."""

    feedback_days: int = field(default=30, metadata=under(days))


@dataclass(frozen=True, slots=True)
class Interface:
    """How calmdesk speaks with whoever uses it: ``ui`` is the language; empty: the system's."""

    ui: str = field(default="", metadata=under(spoken))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the file can set: a field for each table."""

    clinic: Clinic = field(default_factory=Clinic)
    advice: Advice = field(default_factory=Advice)
    sound: Sound = field(default_factory=Sound)
    calls: Calls = field(default_factory=Calls)
    incidents: Incidents = field(default_factory=Incidents)
    keep: Keep = field(default_factory=Keep)
    interface: Interface = field(default_factory=Interface)


TABLES = {
    "clinic": Clinic,
    "advice": Advice,
    "sound": Sound,
    "calls": Calls,
    "incidents": Incidents,
    "keep": Keep,
    "interface": Interface,
}
"""The kind of each table."""
