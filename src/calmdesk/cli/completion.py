"""``calmdesk completion``: the shell completes commands, options, languages and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_VARIABLE = "_CALMDESK_COMPLETE"
"""By which the shell asks the program for what may follow; the name is click's."""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print what lets SHELL complete commands, options, languages and files with the Tab key.

    bash: calmdesk completion bash > ~/.local/share/bash-completion/completions/calmdesk

    zsh: calmdesk completion zsh > ~/.calmdesk.zsh, then in ~/.zshrc, below compinit: source ~/.calmdesk.zsh

    fish: calmdesk completion fish > ~/.config/fish/completions/calmdesk.fish
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415  # only for this

    made = get_completion_class(shell)
    if made is None:
        raise UsageError("no completion for {shell}", shell=shell)
    click.echo(made(context.find_root().command, {}, "calmdesk", _VARIABLE).source())


def languages(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the languages that have a phrasebook, for the shell to complete."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  # only while a shell asks

    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy

    return [CompletionItem(language) for language in folders.languages() if language.startswith(typed)]
