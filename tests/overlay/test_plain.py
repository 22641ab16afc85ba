import io
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import Began, Card, Ended, Event, Final, Listened, LookBack, Notice, Partial
from calmdesk.overlay.labels import Labels
from calmdesk.overlay.output import OutputClosedError
from calmdesk.overlay.plain import PlainView
from overlay.feed import EMERGENCY, INSULT, WAITING, call
from overlay.live_feed import BACK, DEAF, LOOK_BACK
from overlay.made_up import events

CALL = """\
00:00  Note : the recording has two channels; the client is on the left
00:01  Accueil : clinique du parc bonjour
00:05  Repéré [Attente] : une heure que j'attends
00:06  Client : bonjour ça fait une heure que j'attends au téléphone et personne décroche
00:06  À dire [Attente] : Vous attendez depuis une heure, c'est long. Je m'occupe de vous maintenant, qu'est-ce que je \
peux faire ? · Pourquoi : Nommer l'attente, puis agir : la tension baisse avant la solution. \
· À éviter : « On a beaucoup d'appels », « mais », « ce n'est pas moi ». \
· Demander : Quel est le nom de votre animal ? \
· Ensuite : Dire ce que vous faites pendant que vous le faites.
"""


def printed(labels: Labels, *happened: Event, encoding: str = "utf-8") -> str:
    """Return what the view prints to a stream of that encoding."""
    raw = io.BytesIO()
    view = PlainView(
        labels,
        tell=lambda notice: notice.message.format_map(notice.details),
        stream=io.TextIOWrapper(raw, encoding, newline=""),
    )
    for event in happened:
        view.show(event)
    view.close()
    return raw.getvalue().decode(encoding)


def test_a_call_reads_like_minutes(labels: Labels) -> None:
    """In a pipe the call can be read from top to bottom, with every part named."""
    text = printed(labels, *call())
    assert text.startswith(CALL)
    assert text.endswith("00:31  Appel terminé · Phrases proposées : 3\n")


def test_a_card_is_one_line(labels: Labels) -> None:
    """A screen reader says the sentence first and the rest after it; nothing is told twice, nothing is drawn."""
    [line] = printed(labels, WAITING).splitlines()
    assert line.index(WAITING.say) < line.index(WAITING.why)
    assert not set(line) & set("╭─╮│╰╯┏━┓┃┗┛▌█")


def test_urgency_and_the_ladder_are_said_in_words(labels: Labels) -> None:
    """Without colours and dots, an emergency and a step of the ladder are still told."""
    text = printed(labels, INSULT, EMERGENCY)
    assert "À dire [Insulte 3/5] : S'il" in text
    assert "00:22  URGENCE · À dire [Urgence vitale] : Est-ce" in text


def test_the_desk_s_own_words_are_noted(labels: Labels) -> None:
    """What was said of the cards, and words worth a second look, stand in the minutes; no mark, no count of them."""
    text = printed(labels, *call())
    assert "00:09  Dit : Attente\n" in text
    assert "00:10  Formulation : mais → « et », ou deux phrases\n" in text


def test_a_morning_at_the_desk(labels: Labels) -> None:
    """Calls that follow one another begin, end and are summed up in words; cards are counted anew in each."""
    text = printed(labels, Began(), WAITING, LOOK_BACK, Ended(754.0), Began(), Ended(3.0))
    assert text.startswith("00:00  Nouvel appel\n00:06  À dire [Attente]")
    held = "3 × attente · 2 × insulte · 1 × souci de paiement · 1 × menace de départ"
    assert text.replace("\N{NO-BREAK SPACE}", " ").endswith(f"""\
12:34  Durée : 12:34 · {held}
       Limites : avertissement
       Phrases : ✓ 4 sur 6
       Souffler : {LOOK_BACK.breathe}
12:34  Appel terminé · Phrases proposées : 1
00:00  Nouvel appel
00:03  Appel terminé · Phrases proposées : 0
""")


def test_a_problem_is_told_as_one(labels: Labels) -> None:
    """A microphone that is gone reads otherwise than news, and so does its return."""
    assert printed(labels, DEAF, BACK) == (
        "00:07  Problème : no sound from Jabra Evolve2: is it plugged in?\n"
        "00:19  Note : sound from Jabra Evolve2 is back\n"
    )


def test_what_is_not_settled_is_left_out(labels: Labels) -> None:
    """A log is not filled with words that may still change."""
    assert printed(labels, Partial(1.0, "bon", 1), Final(1.0, "", 1), Listened(2.0)) == ""


def test_each_line_is_there_at_once(labels: Labels) -> None:
    """Somebody who follows the file sees each sentence when it is known."""
    raw = io.BytesIO()
    view = PlainView(labels, stream=io.TextIOWrapper(raw, "utf-8"))
    view.show(Final(1.0, "bonjour", 1))
    assert raw.getvalue()


def test_an_old_console_is_no_trouble(labels: Labels) -> None:
    """Where accents cannot be written, letters without them are."""
    text = printed(labels, EMERGENCY, encoding="ascii")
    assert 'A eviter : "Ca peut attendre", tout diagnostic.' in text


def test_escape_sequences_of_a_caller_are_not_passed_on(labels: Labels) -> None:
    """A hostile transcript cannot clear the screen of somebody who reads the log."""
    text = printed(labels, Final(1.0, "\x1b[2Jbon\njour", 1), Notice(2.0, "{path}", {"path": "a\x1b]0;x\x07b"}))
    assert text == "00:01  Client : bon jour\n00:02  Note : ab\n"


@given(event=events(), encoding=st.sampled_from(["utf-8", "cp1252", "ascii"]))
def test_any_event_can_be_printed(labels: Labels, event: Event, encoding: str) -> None:
    """Nothing that is heard stops the log, or puts a line into it that no event wrote."""
    raw = io.BytesIO()
    view = PlainView(labels, tell=lambda notice: notice.message, stream=io.TextIOWrapper(raw, encoding, newline=""))
    view.show(event)
    text = raw.getvalue().decode(encoding)
    assert all(line.isprintable() for line in text.replace("\u00a0", " ").replace("\u202f", " ").split("\n"))
    most = {Card: 6, LookBack: 4}
    assert text.count("\n") <= most.get(type(event), 1)


READER_LEAVES = """
import sys
from calmdesk.call.events import Final
from calmdesk.overlay.jsonl import JsonLinesView
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.output import OutputClosedError
from calmdesk.overlay.plain import PlainView
view = {view}
try:
    for number in range(100_000):
        view.show(Final(1.0, "bonjour", number))
except OutputClosedError:
    view.close()
    sys.exit(7)
"""


@pytest.mark.parametrize("view", ['PlainView(shipped_labels("fr"))', "JsonLinesView()"])
def test_a_reader_who_leaves_ends_the_call_quietly(view: str) -> None:
    """With « calmdesk replay … | head » the command stops, without a word on stderr."""
    with subprocess.Popen(
        [sys.executable, "-c", READER_LEAVES.format(view=view)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline()
        program.stdout.close()
        assert (program.wait(20), program.stderr.read()) == (7, b"")


def test_a_closed_reader_is_told_as_such(labels: Labels) -> None:
    """The stop signal is raised at the first line nobody can read."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as stream, pytest.raises(OutputClosedError):
        PlainView(labels, stream=stream).show(replace(EMERGENCY, at=1.0))
