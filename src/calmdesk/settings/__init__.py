"""The clinic's own settings: one TOML file in the user's configuration folder; ``docs/advice.md`` shows one."""

from calmdesk.settings.reading import VARIABLE, read_settings, settings_file
from calmdesk.settings.remember import remember
from calmdesk.settings.rules import LONGEST
from calmdesk.settings.tables import Advice, Calls, Clinic, Incidents, Keep, Settings, Sound

__all__ = [
    "LONGEST",
    "VARIABLE",
    "Advice",
    "Calls",
    "Clinic",
    "Incidents",
    "Keep",
    "Settings",
    "Sound",
    "read_settings",
    "remember",
    "settings_file",
]
