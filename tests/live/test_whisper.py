"""What the receptionist hears in the headset: a real voice, a real sound server, recorded where it comes out."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from calmdesk.audio.headset import Headset
from calmdesk.audio.whole import decode
from calmdesk.call.events import Began, Card, Dismissed, Ended, Event, Listened, Said
from calmdesk.live.whisper import MOMENT, Whisper, words_of
from calmdesk.messages import say
from calmdesk.speech.voice import Voice
from support.whisper_rig import HEADSET, children, needs_voice, wait_for_child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.call.sound import Sound
    from support.whisper_rig import Heard, Rig

pytestmark = [pytest.mark.device, needs_voice]

PLAYER, SPEAKER = "calmdesk.audio.headset_child", "calmdesk.speech.voice_child"


def card(name: str, sentence: str, tier: int = 2, ask: str = "") -> Card:
    """Return a card that says ``sentence``."""
    return Card(1.0, name, f"{name}.1", sentence, why="", avoid="", tier=tier, ask=ask)


PRICE = card("price", "Je comprends que le montant surprenne. Je vous détaille chaque ligne de la facture.")
WAITING = card("waiting", "Merci de votre patience, le vétérinaire arrive.")
ANGER = card("anger", "J'entends votre colère, et je reste avec vous.", tier=1)
ALARM = card("emergency", "Je préviens le vétérinaire tout de suite.", tier=0, ask="Votre animal est-il conscient ?")
STORY = card("story", " ".join(["Prenez votre temps, racontez-moi comment cela s'est passé."] * 2))


@pytest.fixture
def voice(rig: Rig) -> Iterator[Voice]:
    """A French voice with its own time limit."""
    assert rig.environment
    with closing(Voice("fr", decode, limit=3.0)) as voice:
        yield voice


@pytest.fixture
def whisper(voice: Voice) -> Iterator[Whisper]:
    """The whisper at work; afterwards no thread and no process of it is left."""
    threads = set(threading.enumerate())
    with closing(Whisper(voice, Headset(HEADSET))) as whisper:
        yield whisper
    assert not {each.name for each in set(threading.enumerate()) - threads}
    assert children(os.getpid(), PLAYER) == children(os.getpid(), SPEAKER) == []


def sound_of(voice: Voice, shown: Card) -> Sound:
    """Return what is heard when a card is whispered; afterwards it is ready."""
    return voice.ask(words_of(shown)).result(10)


def hear(rig: Rig, whisper: Whisper, *steps: Event | float) -> Heard:
    """Show events, with seconds to wait between them, and return what was heard."""
    with rig.listening() as heard:
        for step in steps:
            if isinstance(step, float):
                time.sleep(step)
            else:
                whisper.show(step)
    return heard


def test_a_card_is_whispered(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """The sentence to say is heard whole in the headset, and nothing of it where the client is heard."""
    sound = sound_of(voice, WAITING)
    with rig.microphone() as fed:
        heard = hear(rig, whisper, WAITING, sound.seconds + 1.5)
    assert heard.whole(sound)
    assert fed.seconds == 0


def test_an_alarms_question_is_whispered_too(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """In an emergency the one question that matters follows at once."""
    sound = sound_of(voice, ALARM)
    assert sound.seconds > voice.ask(ALARM.say).result(10).seconds + 1
    assert hear(rig, whisper, ALARM, sound.seconds + 1.5).whole(sound)


@pytest.mark.parametrize("urgent", [ALARM, ANGER], ids=["alarm", "more urgent"])
def test_an_urgent_card_interrupts(rig: Rig, voice: Voice, whisper: Whisper, urgent: Card) -> None:
    """The sentence that is being whispered is cut off; the urgent one is heard whole, at once."""
    first, second = sound_of(voice, PRICE), sound_of(voice, urgent)
    heard = hear(rig, whisper, PRICE, 1.5, urgent, second.seconds + 1.5)
    assert heard.begins(first)
    assert not heard.ends(first)
    assert heard.whole(second)
    assert heard.seconds < first.seconds + second.seconds - 0.5


def test_another_card_waits_for_its_turn(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """Two sentences are never mixed: the second is whispered when the first is over."""
    first, second = sound_of(voice, ANGER), sound_of(voice, WAITING)
    heard = hear(rig, whisper, ANGER, 0.8, WAITING, first.seconds + second.seconds + 1.5)
    assert heard.whole(first)
    assert heard.whole(second)


def test_a_card_that_waited_too_long_is_not_whispered(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """By then the talk has gone on; the screen still shows it."""
    first, second = sound_of(voice, STORY), sound_of(voice, WAITING)
    assert first.seconds > MOMENT + 1
    heard = hear(rig, whisper, STORY, 0.3, WAITING, first.seconds + second.seconds + 1.5)
    assert heard.whole(first)
    assert not heard.begins(second)


@pytest.mark.parametrize(
    "over",
    [Dismissed(2.0, PRICE.family, PRICE.card), Said(2.0, PRICE.family, PRICE.card), Ended(2.0), Began()],
    ids=["dismissed", "said", "ended", "new call"],
)
def test_a_card_that_is_over_falls_silent(rig: Rig, voice: Voice, whisper: Whisper, over: Event) -> None:
    """Dismissed, said, or of a call that has ended: not a word more is whispered."""
    sound = sound_of(voice, PRICE)
    heard = hear(rig, whisper, PRICE, 1.5, over, 2.5)
    assert heard.begins(sound)
    assert not heard.ends(sound)
    assert heard.seconds < sound.seconds - 1.0


def test_another_cards_end_changes_nothing(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """Time that passes, and the tick of an earlier card, leave the whisper alone; a card that waits is taken back."""
    sound, other = sound_of(voice, ANGER), sound_of(voice, WAITING)
    gone = Dismissed(2.0, WAITING.family, WAITING.card)
    said = Said(1.6, PRICE.family, PRICE.card)
    heard = hear(rig, whisper, ANGER, 0.4, Listened(1.5), said, WAITING, gone, sound.seconds + 2.0)
    assert heard.whole(sound)
    assert not heard.begins(other)


def test_the_last_card_is_whispered_again(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """The key « whisper again » repeats the sentence from its beginning; what was dismissed is not repeated."""
    sound = sound_of(voice, WAITING)
    hear(rig, whisper, WAITING, sound.seconds + 1.5)
    with rig.listening() as heard:
        whisper.again()
        time.sleep(sound.seconds + 1.5)
    assert heard.whole(sound)
    whisper.show(Dismissed(2.0, WAITING.family, WAITING.card))
    with rig.listening() as heard:
        whisper.again()
        time.sleep(1.0)
    assert heard.seconds == 0


def test_a_private_moment_is_silent(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """When listening is paused, the whisper stops as well."""
    sound = sound_of(voice, PRICE)
    with rig.listening() as heard:
        whisper.show(PRICE)
        time.sleep(1.5)
        whisper.pause(on=True)
        time.sleep(2.5)
    assert heard.begins(sound)
    assert not heard.ends(sound)


def test_a_frozen_sound_server_does_not_hold_up_listening(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """Events are taken at once, the fault is told once, in French, and the whisper is back with the sound server."""
    sound = sound_of(voice, WAITING)
    faults: list[str] = []
    with rig.frozen():
        for step in range(80):
            began = time.monotonic()
            whisper.show(ANGER if step % 30 == 0 else Listened(1.0 + step / 10))
            assert time.monotonic() - began < 0.5
            faults += [say(notice.message, notice.details, "fr") for notice in whisper.faults()]
            time.sleep(0.1)
    assert len([fault for fault in faults if "rien n'est chuchoté" in fault]) == 1
    # A busy machine takes longer than a sentence is worth saying: then the next one is whispered.
    assert any(hear(rig, whisper, Began(), WAITING, sound.seconds + 2.0).whole(sound) for _ in range(3))


def test_a_voice_that_hangs_does_not_hold_up_an_alarm(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """While the voice hangs on one sentence, the alarm is whispered; the sentence that hung is never heard."""
    sound = sound_of(voice, ALARM)
    with rig.listening() as heard:
        whisper.show(PRICE)
        os.kill(wait_for_child(SPEAKER), signal.SIGSTOP)
        time.sleep(0.3)
        whisper.show(ALARM)
        time.sleep(sound.seconds + 2.0)
    assert heard.whole(sound)
    assert not heard.begins(sound_of(voice, PRICE))


def test_a_voice_that_fails_is_told(rig: Rig, voice: Voice, whisper: Whisper) -> None:
    """A sentence the voice cannot make is a notice with a hint; the next one is whispered."""
    sound = sound_of(voice, WAITING)
    whisper.show(PRICE)
    os.kill(wait_for_child(SPEAKER), signal.SIGKILL)
    time.sleep(0.5)
    [told] = [say(notice.message, notice.details, "fr") for notice in whisper.faults()]
    assert told.startswith("la voix de cette machine ne fonctionne pas")
    assert "libespeak-ng1" in told
    assert hear(rig, whisper, WAITING, sound.seconds + 1.5).whole(sound)
