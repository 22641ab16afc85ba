"""``calmdesk phrasebook new``: a folder for phrases of one's own."""

from __future__ import annotations

import click

from calmdesk.cli.phrasebook_tell import interface_language, tell
from calmdesk.errors import UsageError


@click.command("new")
@click.argument("lang")
@click.option(
    "--like", default="fr", show_default=True, metavar="LANG", help="For a new language: where examples come from."
)
def new(lang: str, like: str) -> None:
    """Make a folder for phrases of your own in LANG, every family with examples.

    For a language that ships, your folder is laid over the shipped phrases. For another it is a whole phrasebook to be
    translated. Files that are there already are left alone.
    """
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import write_own  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.skeleton import Scribe, language_skeleton, own_skeleton, write_skeleton  # noqa: PLC0415

    if not lang.isascii() or not lang.replace("-", "").isalpha() or lang != lang.lower():
        raise UsageError("{lang!r} is no language code", hint="a code has small letters: de, pt-br", lang=lang)
    shipped = (folders.shipped_root() / lang / "language.toml").is_file()
    model = folders.find(lang if shipped else like, shipped_only=True)
    families = read_families(model.families)
    scribe = Scribe(interface_language())
    files = own_skeleton(model, families, scribe) if shipped else language_skeleton(lang, model, families, scribe)
    folder = folders.own_root() / lang
    written = write_skeleton(folder, files, write_own)
    for schema in sorted((folders.shipped_root() / "schema").glob("*.json")):
        write_own(folder.parent / "schema" / schema.name, schema.read_text(encoding="utf-8"))
    tell("{count} files are new in {folder}", count=len(written), folder=folder)
    tell("check them with: calmdesk phrasebook check {lang}", lang=lang)
