"""``calmdesk review``: a page to discuss a call with, from what was heard in it."""

from __future__ import annotations

from pathlib import Path

import click

from calmdesk.cli import options
from calmdesk.errors import UsageError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("review")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.jsonl")
@options.lang
@click.option("--out", type=_FILE, metavar="FILE.html", help="The page. Default: FILE.html beside FILE.jsonl.")
@click.option("--csv", "as_csv", type=_FILE, metavar="FILE", help="Also the transcript as a table.")
@click.option("--json", "as_json", type=_FILE, metavar="FILE", help="Also all facts of the call as JSON.")
@click.option("--srt", "as_srt", type=_FILE, metavar="FILE", help="Also subtitles (SubRip).")
@click.option("--vtt", "as_vtt", type=_FILE, metavar="FILE", help="Also subtitles (WebVTT).")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@options.no_redact
def command(
    file: Path,
    lang: str,
    out: Path | None,
    as_csv: Path | None,
    as_json: Path | None,
    as_srt: Path | None,
    as_vtt: Path | None,
    force: bool,
    no_redact: bool,
) -> None:
    """Make a page to discuss a call with, from the heard events that `--save-heard` kept; no sound is needed.

    A recording becomes a page with `calmdesk replay CALL --review FILE.html`.
    """
    from calmdesk.cli.review_files import Wanted, write  # noqa: PLC0415  # heavy
    from calmdesk.cli.reviewer import Reviewer  # noqa: PLC0415  # heavy
    from calmdesk.wiring import clinic_desk  # noqa: PLC0415  # heavy

    if file.suffix != ".jsonl":
        raise UsageError(
            "{path} is not a file of heard events (.jsonl)",
            hint="of a recording: calmdesk replay {path} --review FILE.html",
            path=file,
        )
    asked = {"csv": as_csv, "json": as_json, "srt": as_srt, "vtt": as_vtt}
    exports = {form: path for form, path in asked.items() if path}
    # Who asks for a table only wants no page.
    page = out or (None if exports else file.with_suffix(".html"))
    wanted = Wanted(page, exports=exports, over=force)
    wanted.check()
    write(Reviewer(clinic_desk(lang), redact=not no_redact).facts(file), file, wanted)
