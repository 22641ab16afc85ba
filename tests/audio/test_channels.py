from __future__ import annotations

import numpy as np
import pytest

from audio.sounds import said, stereo, talk
from calmdesk.audio.channels import LEFT, RIGHT, ClientChannel, plan
from calmdesk.audio.levels import Levels, measure
from calmdesk.call.events import Side
from calmdesk.messages import catalogue

DESK, CLIENT = talk([(0.4, 3), (6, 8)], seed=1), talk([(3.4, 5.5)], seed=2)
BOTH = DESK + CLIENT
NOBODY = np.zeros_like(DESK)

EVIDENCE = [
    (stereo(DESK, CLIENT), (RIGHT,), (LEFT,), "left one speaks first"),
    (stereo(CLIENT, DESK), (LEFT,), (RIGHT,), "right one speaks first"),
    (stereo(NOBODY, BOTH), (RIGHT,), (LEFT,), "left one is silent"),
    (stereo(BOTH, NOBODY), (LEFT,), (RIGHT,), "right one is silent"),
    (stereo(BOTH, BOTH), (LEFT, RIGHT), None, "same sound"),
    (stereo(BOTH, talk([(0.4, 8)], seed=3)), (LEFT, RIGHT), None, "hear both voices"),
    (stereo(NOBODY, NOBODY), (LEFT, RIGHT), None, "nobody speaks"),
    (stereo(talk([(0, 2), (4, 5)], seed=1), talk([(0, 1), (6, 9)], seed=2)), (RIGHT,), (LEFT,), "begin together"),
]


def _must_not_look() -> Levels:
    pytest.fail("the sound was measured although nobody needs it")


@pytest.mark.parametrize(("sound", "client", "desk", "why"), EVIDENCE, ids=[case[3] for case in EVIDENCE])
def test_auto_decides_by_what_is_heard(
    sound: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    client: tuple[int, ...],
    desk: tuple[int, ...] | None,
    why: str,
) -> None:
    """The client is found by ear, and the reason is a sentence that exists in French too."""
    chosen = plan(ClientChannel.AUTO, 2, lambda: measure([sound], 8000))
    assert chosen.sides[Side.CLIENT] == client
    assert chosen.sides.get(Side.DESK) == desk
    assert chosen.notice is not None
    assert why in said([chosen.notice])
    assert chosen.notice.message in catalogue("fr")


@pytest.mark.parametrize(("wanted", "client", "desk"), [("left", (LEFT,), (RIGHT,)), ("right", (RIGHT,), (LEFT,))])
def test_what_the_user_says_is_done_without_a_word(wanted: str, client: tuple[int], desk: tuple[int]) -> None:
    """`--client left` is obeyed, not discussed."""
    chosen = plan(ClientChannel(wanted), 2, _must_not_look)
    assert chosen.sides == {Side.CLIENT: client, Side.DESK: desk}
    assert chosen.notice is None


def test_mix_takes_every_channel() -> None:
    """`--client mix` has no desk of its own: all channels are the client's."""
    assert plan(ClientChannel.MIX, 3, _must_not_look).sides == {Side.CLIENT: (0, 1, 2)}


@pytest.mark.parametrize("wanted", ClientChannel)
def test_one_channel_is_the_clients(wanted: ClientChannel) -> None:
    """On a mono recording there is nothing to choose; who asked for a side, or for nothing, is told so."""
    chosen = plan(wanted, 1, _must_not_look)
    assert chosen.sides == {Side.CLIENT: (0,)}
    assert (chosen.notice is None) is (wanted is ClientChannel.MIX)
    assert chosen.notice is None or chosen.notice.message in catalogue("fr")


def test_many_channels_are_mixed_and_counted() -> None:
    """A conference recorder's four tracks are mixed, and the user learns how to choose."""
    chosen = plan(ClientChannel.AUTO, 4, _must_not_look)
    assert chosen.sides == {Side.CLIENT: (0, 1, 2, 3)}
    assert chosen.notice is not None
    assert "4 channels" in said([chosen.notice])


def test_an_unknown_choice_is_a_mistake_of_the_program() -> None:
    """Only the four words that `--client` offers mean something."""
    with pytest.raises(ValueError, match="middle"):
        ClientChannel("middle")
