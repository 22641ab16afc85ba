from __future__ import annotations

import json
from typing import Any

from calmdesk.audio.websocket.answers import Answers
from calmdesk.audio.websocket.protocol import Style
from calmdesk.call.events import Final, Partial, Word


def told(answer: str) -> dict[str, Any]:
    """Return an answer as a client reads it."""
    table: dict[str, Any] = json.loads(answer)
    return table


def settled(text: str, utterance: int) -> Final:
    """Return an utterance with its words."""
    words = tuple(Word(word, place, place + 0.5) for place, word in enumerate(text.split()))
    return Final(9.0, text, utterance, words)


def test_each_message_is_answered_with_the_newest_that_is_known() -> None:
    """The client's own screen follows the call; a final is told once, then the next utterance begins."""
    answers = Answers(Style(words=False))
    assert told(answers.next()) == {"partial": ""}
    answers.tell(Partial(1.0, "vous", 0))
    answers.tell(Partial(1.2, "vous êtes", 0))
    assert told(answers.next()) == {"partial": "vous êtes"}
    assert told(answers.next()) == {"partial": "vous êtes"}
    answers.tell(Final(2.0, "vous êtes nuls", 0))
    answers.tell(Partial(2.4, "et", 1))
    assert told(answers.next()) == {"text": "vous êtes nuls"}
    assert told(answers.next()) == {"partial": "et"}


def test_a_partial_that_was_taken_back_is_gone() -> None:
    """What turned out to be noise does not stay on the client's screen."""
    answers = Answers(Style())
    answers.tell(Partial(1.0, "euh", 0))
    answers.tell(Partial(1.4, "", 0))
    assert told(answers.next()) == {"partial": ""}


def test_the_last_answer_holds_all_that_was_not_told() -> None:
    """A client that sent its whole recording at once reads one answer after eof, and misses no word."""
    answers = Answers(Style())
    answers.tell(settled("premier", 0))
    answers.tell(settled("deuxième et", 1))
    answers.tell(settled("troisième", 2))
    assert told(answers.next())["text"] == "premier"
    rest = told(answers.rest())
    assert rest["text"] == "deuxième et troisième"
    assert [each["word"] for each in rest["result"]] == ["deuxième", "et", "troisième"]
    assert told(answers.rest()) == {"text": ""}


def test_a_reset_settles_what_was_heard_so_far() -> None:
    """The words before a reset are told then, and not again with the rest of the sentence."""
    answers = Answers(Style(words=False))
    answers.tell(Partial(1.0, "je veux", 3))
    assert told(answers.reset()) == {"text": "je veux"}
    assert told(answers.next()) == {"partial": ""}
    answers.tell(Partial(1.5, "je veux parler au", 3))
    assert told(answers.next()) == {"partial": "parler au"}
    assert told(answers.reset()) == {"text": "parler au"}
    answers.tell(settled("je veux parler au patron", 3))
    assert told(answers.next()) == {"text": "patron"}
    answers.tell(settled("allô", 4))
    assert told(answers.next()) == {"text": "allô"}
