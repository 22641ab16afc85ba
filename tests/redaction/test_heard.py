from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calmdesk.call.events import Final, Heard, Partial, Side, Word
from calmdesk.redaction.heard import HeardRedactor
from calmdesk.redaction.redactor import Redactor
from calmdesk.speech.heard_file import HeardWriter, read_heard

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "zéro quatre cent septante-deux vingt-trois quarante-cinq soixante-sept"


def spoken(text: str, utterance: int = 0, at: float = 0.0, side: Side = Side.CLIENT) -> list[Heard]:
    """Return an utterance as it is heard: a partial for each word, a word every 0.4 s, then the final."""
    said = text.split()
    words = tuple(Word(word, at + 0.4 * i, at + 0.4 * i + 0.3, 0.9) for i, word in enumerate(said))
    partials = [Partial(at + 0.4 * i, " ".join(said[:i]), utterance, side) for i in range(1, len(said) + 1)]
    return [*partials, Final(at + 0.4 * len(said) + 0.5, text, utterance, words, side)]


def redacted(*utterances: list[Heard]) -> list[Heard]:
    """Return what is written of a call."""
    redactor = HeardRedactor(Redactor.of("fr"))
    out = [event for events in utterances for heard in events for event in redactor.hear(heard)]
    return [*out, *redactor.finish()]


def finals(events: list[Heard]) -> list[str]:
    """Return the texts that were settled."""
    return [event.text for event in events if isinstance(event, Final)]


def leaked(events: list[Heard], *words: str) -> list[str]:
    """Return the texts, and words of finals, that show one of ``words``."""
    texts = [event.text for event in events] + [
        w.text for event in events if isinstance(event, Final) for w in event.words
    ]
    return [text for text in texts if set(text.split()) & set(words)]


def test_a_call_without_anything_personal_is_written_as_it_was() -> None:
    """Cues and cards come again at the same moments."""
    call = [*spoken("ça fait vingt-cinq minutes que j'attends"), *spoken("c'est quarante-cinq euros", 1, 5.0)]
    assert redacted(call) == call


def test_the_words_of_a_final_are_hidden_like_its_text() -> None:
    """The label stands in both, with the time of what it hides."""
    *_, final = redacted(spoken(f"mon numéro c'est le {NUMBER} merci"))
    assert isinstance(final, Final)
    assert final.text == "mon numéro c'est le [téléphone] merci"
    assert [word.text for word in final.words] == final.text.split()
    label = final.words[4]
    assert [label.start, label.end] == pytest.approx([1.6, 4.3])


def test_a_partial_does_not_tell_what_its_final_hides() -> None:
    """Half a number, or the first half of an address before « arobase » is heard, is hidden already."""
    events = redacted(spoken("c'est jean point dupont arobase gmail point com"), spoken(f"le {NUMBER}", 1, 10.0))
    assert leaked(events, "jean", "dupont", "gmail", "zéro", "quatre", "cent", "vingt-trois") == []
    assert [event.text for event in events if isinstance(event, Partial)][:2] == ["c'est", "c'est [e-mail]"]


def test_words_that_were_heard_otherwise_at_first_are_hidden_too() -> None:
    """The recogniser's first guess at a name is often the right one."""
    heard: list[Heard] = [Partial(1.0, "je m'appelle du pont", 0), *spoken("je m'appelle dupond merci")[-1:]]
    assert leaked(redacted(heard), "du", "pont") == []


def test_a_number_in_two_utterances_is_one_number() -> None:
    """People breathe in the middle of a number: the recogniser makes two sentences of it."""
    first, second = "quatre cent septante-deux", "vingt-trois quarante-cinq soixante-sept"
    for said in ([spoken(first), spoken(second, 1, 3.0)], [spoken("c'est zéro " + first), spoken(second, 1, 3.0)]):
        assert leaked(redacted(*said), "quatre", "septante-deux", "vingt-trois", "soixante-sept") == []


def test_the_answer_to_a_question_for_the_name_is_a_name() -> None:
    """The desk asks, the client says nothing but the name."""
    desk = spoken("vous êtes à quel nom", 0, 0.0, Side.DESK)
    assert finals(redacted(desk, spoken("vandamme c'est pour filou", 0, 4.0)))[1] == "[nom] c'est pour filou"


def test_events_keep_their_order() -> None:
    """Both sides are written in the order they were heard."""
    desk = spoken("vous avez un numéro", 0, 0.0, Side.DESK)
    mixed = sorted([*desk, *spoken(f"oui {NUMBER}", 0, 0.2)], key=lambda event: event.at)
    out = redacted(mixed)
    assert [(event.at, event.side) for event in out] == [(event.at, event.side) for event in mixed]


def test_an_utterance_that_came_to_nothing() -> None:
    """What the recogniser takes back is redacted as well, and holds nothing up."""
    redactor = HeardRedactor(Redactor.of("fr"))
    taken_back: list[Heard] = [Partial(1.0, "je m'appelle jean", 0), Partial(1.2, "", 0)]
    out = [event for heard in taken_back for event in redactor.hear(heard)]
    assert [event.text for event in out] == ["je m'appelle [nom]", ""]


def test_a_call_that_is_hung_up_in_the_middle_of_a_number() -> None:
    """What was heard last is written, and hidden."""
    events = redacted(spoken(f"c'est le {NUMBER}")[:6])
    assert len(events) == 6
    assert leaked(events, "zéro", "quatre", "cent") == []


words = st.sampled_from(
    [*NUMBER.split(), "bonjour", "je", "m'appelle", "madame", "lambert", "oui", "euros", "arobase", ""]
)
heard_events = st.one_of(
    st.builds(
        Partial, st.floats(0, 100), st.lists(words, max_size=8).map(" ".join), st.integers(0, 3), st.sampled_from(Side)
    ),
    st.builds(
        Final,
        st.floats(0, 100),
        st.lists(words, max_size=8).map(" ".join),
        st.integers(0, 3),
        st.lists(st.builds(Word, words, st.floats(0, 100), st.floats(0, 100)), max_size=8).map(tuple),
        st.sampled_from(Side),
    ),
)


@given(events=st.lists(heard_events, max_size=12))
def test_every_event_comes_out_once(events: list[Heard]) -> None:
    """Whatever the recogniser says, in whatever order: as many events, at the same times, of the same kind."""
    out = redacted(events)
    assert [(type(event), event.at, event.utterance) for event in out] == [
        (type(event), event.at, event.utterance) for event in events
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(events=st.lists(heard_events, max_size=12))
def test_the_file_can_be_played_back(tmp_path: Path, events: list[Heard]) -> None:
    """A redacted file is a file of heard events like any other."""
    path = tmp_path / "call.jsonl"
    with HeardWriter(path, HeardRedactor(Redactor.of("fr"))) as writer:
        for event in events:
            writer.write(event)
    assert len(list(read_heard(path))) == len(events)


def write_and_break(writer: HeardWriter, events: list[Heard]) -> None:
    """Write events, then fail."""
    for event in events:
        writer.write(event)
    raise BrokenPipeError


def test_a_call_that_breaks_off_leaves_what_was_heard_redacted(tmp_path: Path) -> None:
    """After an error the .part file is complete up to the last word, and tells no more than the file would."""
    path = tmp_path / "call.jsonl"
    heard = spoken(f"c'est le {NUMBER}")
    with pytest.raises(BrokenPipeError), HeardWriter(path, HeardRedactor(Redactor.of("fr"))) as writer:
        write_and_break(writer, heard)
    lines = path.with_name("call.jsonl.part").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(heard)
    assert json.loads(lines[-1])["text"] == "c'est le [téléphone]"
