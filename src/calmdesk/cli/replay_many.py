"""``calmdesk replay DIR --out DIR``: a folder of calls, and the trends over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.cli import many
from calmdesk.cli.tell import tell
from calmdesk.errors import ReviewError, UsageError
from calmdesk.private_file import nowhere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from calmdesk.cli.options import AboutTheCall, Hearing
    from calmdesk.review.many.job import Setup
    from calmdesk.review.many.texts import Texts


def replay(files: Sequence[Path], folder: many.OfAFolder, hearing: Hearing, about: AboutTheCall) -> None:
    """Hear a folder of calls and write the page of trends.

    Raises:
        ReviewError: there is no such folder.
        UsageError: it is not one folder, or there is no place for the results.
        SomeCallsError: some calls could not be heard.
    """
    from calmdesk.review.many.texts import read_texts  # noqa: PLC0415  # heavy

    if missing := [file for file in files if not file.exists()]:
        raise ReviewError("cannot read {path}: {reason}", path=missing[0], reason=nowhere())
    if len(files) != 1 or not files[0].is_dir():
        raise UsageError("with --out, replay takes one folder of calls", hint="calmdesk replay DIR --out DIR")
    if folder.out is None:
        raise UsageError("a folder of calls needs a place for the results", hint="calmdesk replay DIR --out DIR")
    texts = read_texts(hearing.lang)
    tally = many.run(files[0], folder.out, _setup(hearing, about), folder.jobs, folder.scheduler)
    tell("trends over all calls: {path}", path=_write_trends(folder.out, texts))
    tally.raise_if_any_failed()


def _setup(hearing: Hearing, about: AboutTheCall) -> Setup:
    """Return how the calls are to be heard and advised, with what the clinic's settings tell."""
    from calmdesk.call.text import safe  # noqa: PLC0415
    from calmdesk.review.many.job import Setup  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    settings = read_settings()
    slots = settings.clinic.slots | {name: safe(value) for name, value in about.names.items()}
    return Setup(
        hearing.lang,
        hearing.model,
        hearing.client,
        desk=hearing.desk,
        redact=not hearing.no_redact,
        slots=tuple(sorted(slots.items())),
        connection=about.connection or settings.advice.connection,
    )


def _write_trends(out: Path, texts: Texts) -> Path:
    """Write the page over every call in the folder of results, those of earlier runs included."""
    from calmdesk.review.many.kept import TRENDS, Results, whole_file  # noqa: PLC0415  # heavy
    from calmdesk.review.many.page import trends_page  # noqa: PLC0415  # heavy
    from calmdesk.review.many.trends import count  # noqa: PLC0415  # heavy

    page = trends_page(count(Results(out).all_facts()), texts)
    path = out / TRENDS
    with whole_file(path) as file:
        file.write(page.encode("utf-8", errors="replace"))
    return path
