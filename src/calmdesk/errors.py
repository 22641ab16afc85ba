"""The mistakes calmdesk expects, as one tree; ``cli`` prints them at one boundary.

A sentence is written once, in English, as a template: ``"no speech model for {language}"``. The template is the key
under which ``messages`` finds its translation, so the details are kept apart until the error is shown.
"""

from __future__ import annotations

from typing import ClassVar


class CalmdeskError(Exception):
    """An expected mistake: what is wrong, and how to mend it.

    Args:
        problem: template of one line that says what is wrong and where.
        hint: template of one line that says how to mend it; empty when there is nothing to do.
        details: the values the two templates name.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problem: str, *, hint: str = "", **details: object) -> None:
        super().__init__(problem, hint, details)
        self.problem = problem
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        return self.problem.format(**{name: _plain(value) for name, value in self.details.items()})


def _plain(value: object) -> object:
    """Return a detail; of what the system refused the reason alone, as the template names the path."""
    return value.strerror or value if isinstance(value, OSError) else value


class UsageError(CalmdeskError):
    """The command was asked for something it cannot mean (exit code 2, as click's own)."""

    exit_code = 2


class AudioError(CalmdeskError):
    """A recording cannot be read, or a microphone cannot be opened."""

    exit_code = 3


class ModelError(CalmdeskError):
    """No speech model was found, or the one that was found cannot be used."""

    exit_code = 4


class PhrasebookError(CalmdeskError):
    """A phrasebook cannot be used."""

    exit_code = 5


class HeardFileError(CalmdeskError):
    """A file of heard events, or of labelled sentences, cannot be read."""

    exit_code = 6


class SettingsError(CalmdeskError):
    """The clinic's settings cannot be used."""

    exit_code = 8


class VoiceError(CalmdeskError):
    """The machine's voice cannot say a sentence: there is none for the language, or it failed."""

    exit_code = 10


class IncidentError(CalmdeskError):
    """Incidents cannot be noted, read or removed."""

    exit_code = 9


class ReviewError(CalmdeskError):
    """A review cannot be written, or the marks a trainer made on one cannot be read."""

    exit_code = 11
