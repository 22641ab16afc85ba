"""``calmdesk privacy``: what is kept, where, since when, who may read it, and how to remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from calmdesk.call.text import safe
from calmdesk.cli import options
from calmdesk.cli.tell import echo_json, interface_language, named

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.privacy.report import Kept, Report

_KILO = 1_000
_MOST = 8
"""Files that are named on a screen; --json names them all."""


@click.command("privacy")
@options.lang
@click.option("--check", is_flag=True, help="Fail (exit code 1) when others on this computer may read anything.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--notice", is_flag=True, help="Print the notice for callers: to say, and to post.")
@click.pass_context
def command(context: click.Context, lang: str, check: bool, as_json: bool, notice: bool) -> None:
    """Say what calmdesk keeps on this computer, where, since when, who may read it, and how to remove it."""
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.privacy.report import report  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import user_folder  # noqa: PLC0415  # heavy

    folders.find(lang)  # a name mistyped is told
    if notice:
        _tell_notice(lang)
        return
    incidents, server = _incidents()
    found = report(incidents, user_folder())
    if as_json:
        echo_json(_facts(found) | {"incidents_server": server or None}, indent=2)
    else:
        _Teller(lang if named(context) else interface_language()).tell(found, server)
    if check and not found.is_private:
        raise click.exceptions.Exit(1)


def _incidents() -> tuple[Path | None, str]:
    """Return the file that incidents are kept in, or the name of their database server."""
    from calmdesk.incidents.address import chosen, file_of  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    url = chosen(read_settings().incidents.database)
    file = file_of(url)
    return file, "" if file else url.host or "?"


class _Teller:
    """Tells a report in plain words of one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def tell(self, found: Report, server: str) -> None:
        """Print a report; ``server`` names the database server that holds the incidents, where one does."""
        self._line("What calmdesk keeps on this computer. No sound and no word of a call, unless you asked for it.")
        for kept in found.kept:
            self._tell_kept(kept)
        if server:
            self._line("- incidents lie on the database server {server}: whoever looks after it knows", server=server)
        self._line(
            "Files you asked for (--save-heard, --review …) lie where you put them; calmdesk keeps no list of them."
        )
        for path in found.unread:
            self._line("{path} may not be looked into: nobody knows what it holds", path=path)
        self._tell_who(found)

    def _tell_kept(self, kept: Kept) -> None:
        title = self._say(kept.store.title)
        if not kept.files:
            self._line("- {title}: nothing ({path})", title=title, path=kept.store.path)
            return
        size = f"{max(1, round(kept.size / _KILO)):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        facts = {"title": title, "files": kept.files, "size": size, "since": kept.since}
        self._line("- {title}: {files} file(s), {size} kB, since {since}", **facts)
        self._line("    where: {path}", path=kept.store.path)
        if kept.mode:
            self._line("    permissions: {mode}", mode=kept.mode)
        self._line("    to remove it: {command}", command=kept.removal)

    def _tell_who(self, found: Report) -> None:
        from calmdesk.privacy.exposure import TELLING  # noqa: PLC0415
        from calmdesk.privacy.report import protection  # noqa: PLC0415  # heavy

        if not TELLING:
            self._line("Who may read these files cannot be told by modes on Windows: look at their properties.")
        elif found.exposed:
            self._line("OTHERS on this computer may read {count} file(s):", count=len(found.exposed))
            for path in found.exposed[:_MOST]:
                self._line("    {path}", path=path)
            if len(found.exposed) > _MOST:
                self._line("    … and {count} more", count=len(found.exposed) - _MOST)
            self._line("  to keep them out: {command}", command=protection(found))
        elif found.is_private:
            self._line("Nobody else on this computer may read any of it.")

    def _say(self, template: str, **details: object) -> str:
        from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

        return say(template, details, self._lang)

    def _line(self, template: str, **details: object) -> None:
        click.echo(self._say(template, **details))


def _facts(found: Report) -> dict[str, Any]:
    from calmdesk.privacy.exposure import TELLING  # noqa: PLC0415

    return {
        "stores": [_kept_facts(kept) for kept in found.kept],
        "unread": [str(path) for path in found.unread],
        "private": found.is_private if TELLING else None,
    }


def _kept_facts(kept: Kept) -> dict[str, Any]:
    return {
        "name": kept.store.name,
        "path": str(kept.store.path),
        "files": kept.files,
        "bytes": kept.size,
        "since": kept.since.isoformat() if kept.since else None,
        "mode": kept.mode or None,
        "readable_by_others": [str(path) for path in kept.exposed],
        "remove": kept.removal if kept.files else None,
    }


def _tell_notice(lang: str) -> None:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue
    from calmdesk.privacy.notice import read_notice  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    notice = read_notice(lang).named(read_settings().clinic.clinic)
    click.echo(say("To say when a call begins:", {}, lang))
    click.echo(f"\n{_safe(notice.spoken)}\n")
    click.echo(say("To post at the desk or on the website:", {}, lang))
    click.echo(f"\n{_safe(notice.posted)}\n\n{_safe(notice.adviser)}")


def _safe(text: str) -> str:
    """Return a text of several lines without what a terminal would obey: the clinic's own may come from anywhere."""
    return "\n".join(safe(line) for line in text.splitlines())
