"""Hides what tells who somebody is in an incident, before it is kept, unless that is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts
    from calmdesk.redaction.redactor import Redactor

no_redact = click.option(
    "--no-redact", is_flag=True, help="Keep names, numbers and addresses in its texts; they are hidden otherwise."
)

_TEXTS: Final = ("note", "measures", "follow_up")


def hidden(incident: Incident, texts: Texts, before: Incident | None = None) -> Incident:
    """Return an incident with labels for names, numbers and addresses, and say so where there were any.

    Args:
        incident: as it was written; who notes it is not hidden.
        texts: the reader's language, which the texts are taken to be in.
        before: the incident that was changed: what stands in it already stays as it is.
    """
    redactor = _redactor(texts.lang)
    kept = before.words if before else ()
    changes: dict[str, Any] = {
        "words": tuple(each if each in kept else redactor.redact(each).text for each in incident.words)
    }
    for name in _TEXTS:
        text = getattr(incident, name)
        if before is None or text != getattr(before, name):
            changes[name] = redactor.redact(text).text
    safe = replace(incident, **changes)
    if safe != incident:
        click.echo(texts.say("names, numbers or addresses were hidden; --no-redact keeps them"), err=True)
    return safe


def _redactor(lang: str) -> Redactor:
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.redaction.redactor import Redactor  # noqa: PLC0415  # heavy

    return Redactor.of(lang) if lang in folders.languages() else Redactor()
