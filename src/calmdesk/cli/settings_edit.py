"""``calmdesk settings edit``: the settings in the user's editor; what is wrong can be mended before it counts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calmdesk.cli.tell import interface_language, tell, tell_aside, told
from calmdesk.errors import SettingsError, UsageError

if TYPE_CHECKING:
    from calmdesk.settings.draft import Draft


@click.command("edit")
def edit() -> None:
    """Change the settings in your editor: the one that VISUAL or EDITOR names, else the system's.

    You edit a draft, and it becomes the settings once it holds no mistake; until then they are as they were, and your
    text is kept. Where there are no settings yet, the draft explains every key.
    """
    from calmdesk.places import settings_file  # noqa: PLC0415  # heavy
    from calmdesk.settings.draft import Draft  # noqa: PLC0415  # heavy
    from calmdesk.settings.template import template  # noqa: PLC0415  # heavy

    draft = Draft(settings_file(), template(interface_language()))
    if draft.resumed:
        tell_aside("you go on with the text that was kept in {path}", path=draft.path)
    while not _edited(draft):
        if not _again():
            raise SettingsError(
                "the settings are as they were; your text is kept in {path}",
                hint="calmdesk settings edit",
                path=draft.path,
            )
    changed = draft.changed
    draft.take_its_place()
    tell("the settings are changed: {path}" if changed else "nothing was changed: {path}", path=draft.settings)


def _edited(draft: Draft) -> bool:
    """Let the user edit, and tell whether the text holds no mistake; the mistakes are shown."""
    from calmdesk.messages import explain  # noqa: PLC0415  # reads a catalogue

    try:
        click.edit(filename=str(draft.path))
    except (click.ClickException, ValueError) as error:
        draft.drop_unless_changed()
        raise UsageError(
            "your editor has failed: {reason}",
            hint="the environment variable VISUAL names another one",
            # click wraps what the system has said into a sentence of its own.
            reason=error.__cause__ if isinstance(error.__cause__, OSError) else error,
        ) from error
    try:
        draft.check()
    except SettingsError as error:
        click.echo(explain(error, interface_language())[0], err=True)
        return False
    return True


def _again() -> bool:
    """Ask whether to mend the text now; where nobody can be asked, the answer is no."""
    if not sys.stdin.isatty():
        return False
    question = told("Enter: mend it now; q: leave it for later")
    answer: str = click.prompt(question, default="", show_default=False, prompt_suffix=" > ", err=True)
    return not answer.strip().lower().startswith("q")
