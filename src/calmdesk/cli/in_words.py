"""Commands as they explain themselves in the language of the interface.

The English docstrings and option helps in the code are the source, as in gettext: ``messages/<language>/help.toml``
holds the translation of each paragraph. A command is translated when it is looked up, so that its own file knows
nothing of languages, and an English one costs nothing.
"""

from __future__ import annotations

import copy
import inspect
import re

import click

from calmdesk.cli.whole_words import PageContext
from calmdesk.messages import catalogue

SOURCE = "en"
"""The language the code is written in."""

_AS_IT_STANDS = "\b"
"""A paragraph that begins with this is not wrapped: click's own mark."""

_PLACEHOLDER = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})*")
"""The words of a ``metavar``: FILE in « [FILE]… », INTEGER RANGE."""

_UNBREAKABLE = "\u00a0"
_BEFORE = re.compile(r" (?=[:;!?»])|(?<=«) ")


def translated(command: click.Command, language: str) -> click.Command:
    """Return a command whose help, options and arguments are named in ``language``; it does what the other one does."""
    told = copy.copy(command)
    told.context_class = PageContext
    if language != SOURCE:
        _translate(told, language)
    if isinstance(told, click.Group):
        told.commands = {name: translated(each, language) for name, each in told.commands.items()}
    return told


def _translate(told: click.Command, language: str) -> None:
    """Name everything on a command's page in a language; what the command shares with others is left alone."""
    told.help = paragraphs(told.help, language) if told.help else None
    told.short_help = phrase(told.short_help, language) if told.short_help else None
    told.params = [_parameter(each, language) for each in told.params]
    told.options_metavar = placeholder(told.options_metavar or "", language)
    if isinstance(told, click.Group):
        told.subcommand_metavar = placeholder(told.subcommand_metavar, language)


def phrase(text: str, language: str) -> str:
    """Return a sentence of a help page in a language; one without translation is shown rather than hidden."""
    source = " ".join(text.split())
    return _typeset(catalogue(language).get(source, source), language)


def paragraphs(text: str, language: str) -> str:
    """Return a docstring, paragraph by paragraph; of one that is not wrapped, line by line."""
    return "\n\n".join(_paragraph(each, language) for each in sources(text))


def sources(text: str) -> list[str]:
    """Return the paragraphs of a docstring that are translated, each without its line breaks."""
    shown = inspect.cleandoc(text).partition("\f")[0].strip()
    return [each if each.startswith(_AS_IT_STANDS) else " ".join(each.split()) for each in shown.split("\n\n")]


def placeholder(metavar: str, language: str) -> str:
    """Return what stands for a value, « [FILE]… », in a language."""
    words = catalogue(language)
    return _PLACEHOLDER.sub(lambda found: words.get(found.group(), found.group()), metavar)


def placeholders(metavar: str) -> list[str]:
    """Return the words in what stands for a value."""
    return _PLACEHOLDER.findall(metavar)


def _paragraph(text: str, language: str) -> str:
    if not text.startswith(_AS_IT_STANDS):
        return phrase(text, language)
    words = catalogue(language)
    lines = text.splitlines()
    return "\n".join(line.replace(line.strip(), words.get(line.strip(), line.strip())) for line in lines)


def _parameter(parameter: click.Parameter, language: str) -> click.Parameter:
    told = copy.copy(parameter)
    # The name of a type stands in click's errors, « 'abc' is not a valid integer », and where no metavar is given.
    told.type = copy.copy(parameter.type)
    told.type.name = catalogue(language).get(parameter.type.name, parameter.type.name)
    if isinstance(told, click.Argument):
        told.metavar = placeholder(shown_as(told), language)
    elif told.metavar:
        told.metavar = placeholder(told.metavar, language)
    if isinstance(told, click.Option) and told.help:
        told.help = phrase(told.help, language)
    return told


def shown_as(argument: click.Argument) -> str:
    """Return what stands for an argument in a usage line: as click writes it, whose own method needs a context."""
    if argument.metavar:
        return argument.metavar
    name = (argument.name or "").upper()
    return f"{name if argument.required else f'[{name}]'}{'...' if argument.nargs != 1 else ''}"


def _typeset(text: str, language: str) -> str:
    """Return French whose punctuation never begins a line."""
    return _BEFORE.sub(_UNBREAKABLE, text) if language == "fr" else text
