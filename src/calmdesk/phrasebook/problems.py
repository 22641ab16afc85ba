"""What is wrong with a phrasebook: collected while it is read, told all at once, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.errors import PhrasebookError
from calmdesk.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Level(StrEnum):
    """How bad a problem is: an error keeps the phrasebook from being used, a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file, for messages: ``phrases/insult.toml:12``; line 0 means the file as a whole."""

    path: Path
    line: int = 0

    def __str__(self) -> str:
        path = self.path
        here = Path.cwd()
        if path.is_relative_to(here) and path != here:
            path = path.relative_to(here)
        return f"{path}:{self.line}" if self.line else str(path)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is wrong, as a detail of a problem: templates, put into words when they are shown."""

    says: str
    mend: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: str) -> str:
        """Return it in one line, in a language."""
        says = _filled(self.says, self.details, language)
        if not self.mend:
            return says
        return say("{says}; {mend}", {"says": says, "mend": _filled(self.mend, self.details, language)}, language)

    def __str__(self) -> str:
        return self.told("en")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``says`` is a template of what is wrong and ``mend`` one of how to mend it; both are keys of ``messages``.
    """

    where: Where
    says: str
    mend: str = ""
    level: Level = Level.ERROR
    details: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: str = "en") -> str:
        """Return one line: ``file:line: what is wrong; how to mend it``."""
        return f"{self.where}: {Reason(self.says, self.mend, self.details).told(language)}"

    def __str__(self) -> str:
        return self.told()


def shortened(text: str, most: int = 80) -> str:
    """Return a template in one line of at most ``most`` characters: some fill a screen."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 2].rstrip() + " …"


def _filled(template: str, details: Mapping[str, object], language: str) -> str:
    """Fill a template; one that comes without details is taken as it stands, braces and all."""
    return say(template if details else template.replace("{", "{{").replace("}", "}}"), details, language)


@dataclass(frozen=True, slots=True)
class Told:
    """Problems as a detail of an error: put into words when the error is shown, in the language of that moment."""

    problems: tuple[Problem, ...]

    def told(self, language: str) -> str:
        """Return a line for each problem."""
        return "\n".join(problem.told(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.told("en")


class Problems:
    """Collects what is wrong, so that an author sees everything at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, where: Where | Path, says: str, mend: str = "", /, **details: object) -> None:
        """Note one error; ``says`` and ``mend`` name the ``details``."""
        self._note(Level.ERROR, where, says, mend, details)

    def warn(self, where: Where | Path, says: str, mend: str = "", /, **details: object) -> None:
        """Note something that does not keep the phrasebook from being used."""
        self._note(Level.WARNING, where, says, mend, details)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems found elsewhere."""
        self.found.extend(problems)

    @property
    def unique(self) -> list[Problem]:
        """The problems by file and line; one that was met twice, because a file is read twice, is told once."""
        found = {(str(each.where.path), each.where.line, str(each), each.level): each for each in self.found}
        return [found[key] for key in sorted(found)]

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the phrasebook from being used."""
        return [problem for problem in self.unique if problem.level is Level.ERROR]

    def raise_if_any(self) -> None:
        """Raise one ``PhrasebookError`` that names all errors; warnings are left to ``calmdesk phrasebook check``."""
        errors = self.errors
        if errors:
            raise PhrasebookError(
                "the phrasebook has {count} problem(s):\n{problems}",
                hint="mend them and run: calmdesk phrasebook check",
                count=len(errors),
                problems=Told(tuple(errors)),
            )

    def _note(self, level: Level, where: Where | Path, says: str, mend: str, details: Mapping[str, object]) -> None:
        place = where if isinstance(where, Where) else Where(where)
        self.found.append(Problem(place, says, mend, level, details))
