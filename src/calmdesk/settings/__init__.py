"""The clinic's own settings: one TOML file in the user's configuration folder; ``docs/settings.md`` explains it."""

from calmdesk.places import SETTINGS_VARIABLE as VARIABLE
from calmdesk.places import settings_file
from calmdesk.settings.reading import read_settings
from calmdesk.settings.remember import remember
from calmdesk.settings.rules import LONGEST
from calmdesk.settings.tables import Advice, Calls, Clinic, Incidents, Interface, Keep, Settings, Sound

__all__ = [
    "LONGEST",
    "VARIABLE",
    "Advice",
    "Calls",
    "Clinic",
    "Incidents",
    "Interface",
    "Keep",
    "Settings",
    "Sound",
    "read_settings",
    "remember",
    "settings_file",
]
