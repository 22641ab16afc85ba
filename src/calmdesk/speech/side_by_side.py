"""Client and desk decoded side by side: a thread for each, one order of events.

Vosk lets other threads run while it decodes. Events come out in the order of the blocks that held them, whichever
thread was faster, so the same call gives the same events every time. At most one block a side is under way: nothing
piles up, and a live call is not held back.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from calmdesk.call.events import Block, Ended, Listened
from calmdesk.speech.clock import MILLISECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future

    from calmdesk.call.events import Final, FromSpeech, Heard, Sent, Side
    from calmdesk.call.stages import Recogniser

    Stream = Iterator[FromSpeech]


def hear(sent: Iterable[Sent], recognisers: Mapping[Side, Recogniser]) -> Stream:
    """Yield what the recognisers hear in the blocks ``sent``, and what else came among them in its place.

    Where the source says that a call has ended, the utterances still open are settled first.

    Blocks of a side without a recogniser are passed over. One recogniser works in the caller's own thread. With
    several, the threads have ended when the iterator is exhausted or closed; it does not close ``sent``.
    """
    return _alone(sent, recognisers) if len(recognisers) < 2 else _together(sent, recognisers)  # noqa: PLR2004


def _alone(sent: Iterable[Sent], recognisers: Mapping[Side, Recogniser]) -> Stream:
    for item in sent:
        if isinstance(item, Block):
            if recogniser := recognisers.get(item.side):
                yield from _hear(recogniser, item)
            continue
        if isinstance(item, Ended):
            yield from _last(recognisers)
        yield item
    yield from _last(recognisers)


def _last(recognisers: Mapping[Side, Recogniser]) -> list[Final]:
    """Return the utterances that were still open."""
    return [final for recogniser in recognisers.values() for final in recogniser.finish()]


def _together(sent: Iterable[Sent], recognisers: Mapping[Side, Recogniser]) -> Stream:
    with ExitStack() as stack:
        threads = {side: stack.enter_context(ThreadPoolExecutor(1, f"hear-{side}")) for side in recognisers}
        under_way: dict[Side, Future[list[Heard | Listened]]] = {}
        for item in sent:
            if isinstance(item, Block):
                if item.side not in recognisers:
                    continue
                if item.side in under_way:
                    yield from _results(under_way)
                under_way[item.side] = threads[item.side].submit(_hear, recognisers[item.side], item)
                if len(under_way) == len(recognisers):
                    yield from _results(under_way)
                continue
            yield from _results(under_way)
            if isinstance(item, Ended):
                yield from _last_together(threads, recognisers)
            yield item
        yield from _results(under_way)
        yield from _last_together(threads, recognisers)


def _last_together(threads: Mapping[Side, ThreadPoolExecutor], recognisers: Mapping[Side, Recogniser]) -> list[Final]:
    """Return the utterances that were still open, each asked for in the thread of its recogniser."""
    futures = [threads[side].submit(_finish, recognisers[side]) for side in recognisers]
    return sorted((final for future in futures for final in future.result()), key=lambda final: final.at)


def _hear(recogniser: Recogniser, block: Block) -> list[Heard | Listened]:
    """Return what a block brought; that time has passed, when it brought nothing new."""
    return list(recogniser.hear(block)) or [Listened(round(block.end, MILLISECONDS), block.side)]


def _finish(recogniser: Recogniser) -> list[Final]:
    return list(recogniser.finish())


def _results(under_way: dict[Side, Future[list[Heard | Listened]]]) -> Iterator[Heard | Listened]:
    """Yield what the blocks under way brought, in the order they were given out, and clear them."""
    futures = list(under_way.values())
    under_way.clear()
    for future in futures:
        yield from future.result()
