from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.audio.watch import Watch
from calmdesk.messages import catalogue, say

if TYPE_CHECKING:
    from calmdesk.call.events import Notice


def _watch(*, loopback: bool = False) -> tuple[Watch, list[Notice]]:
    told: list[Notice] = []
    return Watch("Jabra", told.append, loopback=loopback), told


def _said(told: list[Notice]) -> list[str]:
    return [say(notice.message, notice.details) for notice in told]


def test_nothing_is_said_while_all_is_well() -> None:
    """A call without trouble has no notices, however quiet the room is in between."""
    watch, told = _watch()
    for tick in range(50):
        watch.sounded(tick / 5, 0.2, zeros=tick % 5 > 0)
    assert told == []


def test_many_small_losses_are_one_sentence() -> None:
    """A busy machine loses many pieces; the user reads about it once a second at most, with the sum."""
    watch, told = _watch()
    for tick in range(1, 21):
        watch.dropped(0.1)
        watch.sounded(tick / 10, 0.1, zeros=False)
    assert [notice.at for notice in told] == [0.1, 1.1]
    assert _said(told)[1] == "1.0 s of sound were lost: this machine is too busy"
    assert round(watch.lost, 3) == 2.0


def test_what_was_not_yet_told_can_be_told_at_once() -> None:
    """Each loss is told with its cause, and once."""
    watch, told = _watch()
    watch.dropped(0.1)
    watch.missed(0.4)
    watch.overflows += 2
    watch.tell_losses(1.6)
    watch.tell_losses(1.7)
    assert _said(told) == [
        "0.1 s of sound were lost: this machine is too busy",
        "0.4 s of sound from Jabra were lost on the way",
        "the sound system dropped sound 2 times",
    ]


def test_a_stall_is_told_once_and_its_end_too() -> None:
    """A microphone that was unplugged for a minute makes two lines, not sixty; each stall is told anew."""
    watch, told = _watch()
    for second in range(60):
        watch.nothing_came(second)
    watch.came_back(60.0, 59.0)
    watch.nothing_came(70.0)
    assert _said(told) == [
        "no sound from Jabra for one second: is it still plugged in?",
        "sound from Jabra is back: 59.0 s were not heard",
        "no sound from Jabra for one second: is it still plugged in?",
    ]
    assert watch.lost == 59.0


def test_a_muted_microphone_is_pointed_out() -> None:
    """Exact zeros for a second and a half are no quiet room; sound again is told, and nothing counts as lost."""
    watch, told = _watch()
    watch.sounded(0.2, 0.2, zeros=False)
    for tick in range(2, 20):
        watch.sounded(tick / 5, 0.2, zeros=True)
    watch.came_back(5.0, 1.0)  # opened anew in vain
    watch.sounded(5.2, 0.2, zeros=False)
    assert _said(told) == [
        "Jabra brings nothing but digital silence: is it muted, or its plug out?",
        "sound from Jabra is back",
    ]
    assert watch.lost == 0


def test_a_loopback_may_be_silent() -> None:
    """Between calls a softphone plays nothing, and nothing is wrong; nor with a device that never brought sound."""
    for watch, told in (_watch(loopback=True), _watch()):
        watch.sounded(0.2, 0.2, zeros=not watch.loopback)
        for tick in range(2, 20):
            watch.sounded(tick / 5, 0.2, zeros=True)
        assert told == []


def test_the_default_device_goes_by_the_name_of_what_it_stands_for() -> None:
    """« default » says little: the user reads which microphone is heard, and when that becomes another."""
    watch, told = _watch()
    watch.follow(0.0, "Built-in microphone", monitor=False)
    watch.follow(9.0, "Jabra 65", monitor=False)
    assert _said(told) == [
        "the sound system has replaced Built-in microphone by Jabra 65, which is heard now",
    ]
    assert watch.name == "Jabra 65"


def test_every_sentence_exists_in_french() -> None:
    """A receptionist in Liège reads them in her language."""
    watch, told = _watch()
    watch.taken_away(0, "Built-in microphone")
    watch.came_back(1, 0.0)
    watch.nothing_came(3)
    watch.came_back(4, 1.0)
    assert len(told) == 4
    assert all(notice.message in catalogue("fr") for notice in told)
