"""``calmdesk rehearse``: practise on a difficult client, then look back at the wording."""

from __future__ import annotations

from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.cli.rehearse_screen import Screen
    from calmdesk.rehearsal.answers import Answers
    from calmdesk.rehearsal.client import Client
    from calmdesk.rehearsal.talk import Talk


@click.command("rehearse")
@click.argument("scenario", required=False)
@click.argument("recordings", nargs=-1, type=click.Path(path_type=Path))
@options.lang
@options.model
@click.option("--typed", is_flag=True, help="Type the answers; without --voice no sound is needed at all.")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Recorded answers, one for each turn: --file answers/*.wav",
)
@click.option("--voice/--silent", default=None, help="Speak the client's lines, or show them only.")
@click.option("--device", help="The microphone: words of its name, or its number in `calmdesk devices`.")
@click.option("--headset", default="", help="Where the client is heard. Default: the machine's usual output.")
@click.option(
    "--json",
    "as_json",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the look back in this file. Nothing is kept otherwise.",
)
def command(
    scenario: str | None,
    recordings: tuple[Path, ...],
    lang: str,
    model: Path | None,
    typed: bool,
    files: tuple[Path, ...],
    voice: bool | None,
    device: str | None,
    headset: str,
    as_json: Path | None,
) -> None:
    """Practise on the difficult client of SCENARIO; without a name, list the scenarios.

    The client speaks, you answer: a calming answer softens the client, a defensive one hardens. At the end the words
    are looked at, turn by turn; nobody is given marks, and nothing is kept unless --json asks for it. Ctrl-C, or q,
    ends the talk early, and what was said is looked at all the same.
    """
    from calmdesk.cli.rehearse_desk import Wish, answers_of, client_of  # noqa: PLC0415  # heavy
    from calmdesk.cli.rehearse_screen import Screen  # noqa: PLC0415  # heavy
    from calmdesk.rehearsal.room import Room  # noqa: PLC0415  # heavy

    files += recordings
    if recordings and len(files) == len(recordings):
        raise UsageError("recorded answers go behind --file", hint="calmdesk rehearse NAME --file answers/*.wav")
    if files and typed:
        raise UsageError("--typed and --file do not go together", hint="leave one of them out")
    room = Room.of(lang)
    screen = Screen(room.texts, lang)
    if scenario is None:
        titles, problems = room.titles()
        screen.titles(titles)
        problems.raise_if_any()
        return
    if as_json and as_json.exists():
        raise UsageError("{path} is there already", hint="choose another name, or remove it", path=as_json)
    talk = room.talk(scenario, _slots())
    wish = Wish(lang, model, files, device, headset, typed=typed, voice=not typed if voice is None else voice)
    with ExitStack() as stack:
        screen.open(talk)
        answers = stack.enter_context(closing(answers_of(wish, screen)))
        client = client_of(wish, talk.scenario.lines, screen)
        if client:
            stack.enter_context(closing(client))
        _hold(talk, answers, client, screen)
    _look_back(talk, lang, screen, as_json)


def _slots() -> dict[str, str]:
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    return dict(read_settings().clinic.slots)


def _hold(talk: Talk, answers: Answers, client: Client | None, screen: Screen) -> None:
    """Lead the talk to its end, or to Ctrl-C: what was said is looked at all the same."""
    with suppress(KeyboardInterrupt):
        _speak(talk, answers, client, screen)
    talk.leave()


def _speak(talk: Talk, answers: Answers, client: Client | None, screen: Screen) -> None:
    while True:
        screen.client(talk)
        if client:
            client.say(talk.says)
        if talk.ending or (answer := answers.next()) is None:
            return
        talk.answer(answer)


def _look_back(talk: Talk, lang: str, screen: Screen, path: Path | None) -> None:
    from calmdesk.rehearsal import review  # noqa: PLC0415  # heavy

    found = review.facts(talk, lang)
    if path:
        review.write(found, path)
    screen.review(found)
