"""How far a long piece of work is: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from calmdesk.call.text import safe
from calmdesk.cli.tell import told
from calmdesk.messages import Tenths
from calmdesk.overlay.output import can_draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Task, TaskID

    from calmdesk.speech.watch import Step

_MB = 1_000_000

_STEPS = {
    "download": "downloading …",
    "unpack": "unpacking …",
    "check": "checking …",
    "try": "letting it hear half a second …",
}


class _Bytes(ProgressColumn):
    """The bytes of a step that has any."""

    def render(self, task: Task) -> Text:
        """Return how many of how many there are, as people say it."""
        if task.total is None:
            return Text()
        done, total = Tenths(task.completed / _MB), Tenths(task.total / _MB)
        return Text(told("{done}/{total} MB", done=done, total=total))


class Bars:
    """A ``Watch`` that shows a bar for each step on standard error."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._step: Step | None = None

    def begin(self, step: Step, total: int | None, done: int = 0) -> None:
        """Show a bar; a step that begins again, after a cut, keeps the one it has."""
        text = told(_STEPS[step])
        if step != self._step or self._task is None:
            self._step = step
            self._task = self._progress.add_task(text, total=total, completed=done)
            if self._progress.disable:
                self._progress.console.print(text)
        else:
            self._progress.update(self._task, total=total, completed=done)

    def advance(self, count: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.advance(self._task, count)


@contextmanager
def showing_progress() -> Iterator[Bars]:
    """Give a watch whose bars stand while the block runs."""
    console = Console(stderr=True, highlight=False, markup=False)
    columns = (TextColumn("{task.description}"), BarColumn(), _Bytes(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not can_draw(sys.stderr)) as progress:
        yield Bars(progress)


@contextmanager
def showing_share(name: str) -> Iterator[Callable[[float], None]]:
    """Give what is told a share from 0 to 1; a bar shows it on a terminal while the block runs, and then goes away."""
    console = Console(stderr=True, highlight=False, markup=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not can_draw(sys.stderr), transient=True) as progress:
        task = progress.add_task(safe(name), total=1.0)
        yield lambda share: progress.update(task, completed=share)
