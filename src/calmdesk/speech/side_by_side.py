"""Client and desk decoded side by side: a thread for each, one order of events.

Vosk lets other threads run while it decodes. Events come out in the order of the blocks that held them, whichever
thread was faster, so the same call gives the same events every time. At most one block a side is under way: nothing
piles up, and a live call is not held back.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from calmdesk.call.events import Listened, Notice
from calmdesk.speech.clock import MILLISECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future

    from calmdesk.call.events import Block, Final, Heard, Side
    from calmdesk.call.stages import Recogniser

    Stream = Iterator[Heard | Listened | Notice]


def hear(blocks: Iterable[Block | Notice], recognisers: Mapping[Side, Recogniser]) -> Stream:
    """Yield what the recognisers hear in ``blocks``, and the notices among them in their places.

    Blocks of a side without a recogniser are passed over. One recogniser works in the caller's own thread. With
    several, the threads have ended when the iterator is exhausted or closed; it does not close ``blocks``.
    """
    return _alone(blocks, recognisers) if len(recognisers) < 2 else _together(blocks, recognisers)  # noqa: PLR2004


def _alone(blocks: Iterable[Block | Notice], recognisers: Mapping[Side, Recogniser]) -> Stream:
    for block in blocks:
        if isinstance(block, Notice):
            yield block
        elif recogniser := recognisers.get(block.side):
            yield from _hear(recogniser, block)
    for recogniser in recognisers.values():
        yield from recogniser.finish()


def _together(blocks: Iterable[Block | Notice], recognisers: Mapping[Side, Recogniser]) -> Stream:
    with ExitStack() as stack:
        threads = {side: stack.enter_context(ThreadPoolExecutor(1, f"hear-{side}")) for side in recognisers}
        under_way: dict[Side, Future[list[Heard | Listened]]] = {}
        for block in blocks:
            if isinstance(block, Notice):
                yield from _results(under_way)
                yield block
            elif block.side in recognisers:
                if block.side in under_way:
                    yield from _results(under_way)
                under_way[block.side] = threads[block.side].submit(_hear, recognisers[block.side], block)
                if len(under_way) == len(recognisers):
                    yield from _results(under_way)
        yield from _results(under_way)
        last = [threads[side].submit(_finish, recognisers[side]) for side in recognisers]
        yield from sorted((final for future in last for final in future.result()), key=lambda final: final.at)


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
