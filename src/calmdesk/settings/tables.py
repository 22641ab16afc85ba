"""Everything the settings can say, table by table, with what holds where nothing is said."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

from calmdesk.settings.rules import DATABASE, DAYS, FLAG, LANGUAGE, SECONDS, SHORT_TEXT, TEXT, YEARS, setting


@dataclass(frozen=True, slots=True)
class Clinic:
    """What the cards say of the clinic; an empty text is not known, and cards then do without it."""

    clinic: str = setting(SHORT_TEXT, "the clinic's name", example="la clinique du Parc")
    vet: str = setting(SHORT_TEXT, "the vet, as a sentence names them", example="le docteur Maes")
    callback: str = setting(SHORT_TEXT, "when you call back: « je vous rappelle … »", example="avant midi")
    payment_options: str = setting(SHORT_TEXT, "how a client may pay", example="un paiement en trois fois")
    emergency_number: str = setting(
        SHORT_TEXT, "the number of the vet on duty, for emergencies", example="081 00 00 01"
    )

    @property
    def slots(self) -> dict[str, str]:
        """Return the texts by the name of the slot they fill."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Advice:
    """How calls are advised."""

    connection: bool = setting(
        FLAG, "true: prompt for a personal word when nothing is wrong", default=False, option="--connection"
    )
    feedback: bool = setting(
        FLAG,
        "true: the key x keeps the client's sentence where a card is called wrong",
        default=False,
        option="--feedback",
    )


@dataclass(frozen=True, slots=True)
class Sound:
    """The desk's sound devices, by words of their names."""

    device: str = setting(
        SHORT_TEXT,
        "what hears the client; empty: the system's usual microphone",
        example="Jabra",
        option="--device",
    )
    desk_device: str = setting(
        SHORT_TEXT, "what hears the desk's own voice, where that is another device", option="--desk-device"
    )
    whisper: str = setting(
        SHORT_TEXT, "the headset cards are spoken into; empty: not at all", example="Jabra", option="--whisper"
    )


@dataclass(frozen=True, slots=True)
class Calls:
    """Where one call ends and the next begins."""

    silence: float = setting(SECONDS, "seconds without a word that end a call; 0: only the key r does", default=90)


@dataclass(frozen=True, slots=True)
class Incidents:
    """Where incidents are kept, for how long, and who notes them."""

    database: str = setting(
        DATABASE,
        "where they lie: a file's path, or the address of a server; empty: a file of your own",
        example="postgresql+psycopg://calmdesk@server/calmdesk",
    )
    author: str = setting(TEXT, "who notes them; empty: nobody is named", example="Léa", option="--author")
    keep_years: int = setting(YEARS, "years after which they are removed", default=5)


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long what was noted about cards is kept; of the rest of a call nothing is."""

    feedback_days: int = setting(DAYS, "days after which sentences of wrong cards are removed", default=30)


@dataclass(frozen=True, slots=True)
class Interface:
    """How calmdesk speaks with whoever uses it."""

    ui: str = setting(
        LANGUAGE,
        "the language of help, tables and messages: fr, nl, en; empty: the system's",
        example="fr",
        option="--ui",
        variable="CALMDESK_UI",
    )


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


TABLES: Final = {
    "clinic": Clinic,
    "advice": Advice,
    "sound": Sound,
    "calls": Calls,
    "incidents": Incidents,
    "keep": Keep,
    "interface": Interface,
}
"""The kind of each table."""

SAYS: Final = {
    "clinic": "what the sentences say of your clinic, as you would say it; 80 characters at most",
    "advice": "how calls are advised",
    "sound": "your devices: words of their names, as `calmdesk devices` lists them",
    "calls": "where one call ends and the next begins",
    "incidents": "the incidents you document",
    "keep": "what is noted about cards",
    "interface": "how calmdesk speaks with you",
}
"""What each table is for: templates, as in ``errors``."""
