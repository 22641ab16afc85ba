from __future__ import annotations

from calmdesk.audio.watch import Watch
from calmdesk.messages import catalogue, say


def _watch() -> Watch:
    return Watch("Jabra", 16000)


def test_nothing_is_said_while_all_is_well() -> None:
    """A call without trouble has no notices."""
    watch = _watch()
    assert [notice for at in range(10) for notice in watch.arrived(at, 0, 0)] == []


def test_many_small_losses_are_one_sentence() -> None:
    """A busy machine loses many pieces; the user reads about it once a second at most, with the sum."""
    watch = _watch()
    notices = [notice for tick in range(21) for notice in watch.arrived(tick / 10, 1600 * tick, 0)]
    assert [notice.at for notice in notices] == [0.1, 1.1]
    assert say(notices[1].message, notices[1].details) == "1.0 s of sound were lost: this machine is too busy"


def test_what_was_not_yet_told_is_told_at_the_end() -> None:
    """A loss in the last second is not forgotten; one that was told is not told again."""
    watch = _watch()
    assert len(list(watch.arrived(1.0, 1600, 0))) == 1
    assert list(watch.arrived(1.5, 3200, 2)) == []
    told = [say(notice.message, notice.details) for notice in watch.losses(1.6, 3200, 2)]
    assert told == [
        "0.1 s of sound were lost: this machine is too busy",
        "the sound system dropped sound 2 times",
    ]
    assert list(watch.losses(1.7, 3200, 2)) == []


def test_a_stall_is_told_once_and_its_end_too() -> None:
    """A microphone that was unplugged for a minute makes two lines, not sixty; each stall is told anew."""
    watch = _watch()
    stalls = [notice for _ in range(60) for notice in watch.nothing_came(3.0)]
    back = list(watch.arrived(3.0, 0, 0))
    assert [notice.details for notice in stalls + back] == [{"device": "Jabra"}] * 2
    assert list(watch.arrived(3.1, 0, 0)) == []
    assert len(list(watch.nothing_came(5.0))) == 1


def test_every_sentence_exists_in_french() -> None:
    """A receptionist in Liège reads them in her language."""
    watch = _watch()
    notices = [*watch.nothing_came(0), *watch.arrived(1, 1600, 1), watch.gone(2)]
    assert len(notices) == 5
    assert all(notice.message in catalogue("fr") for notice in notices)
