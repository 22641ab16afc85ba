"""A recording as a source: any kind of file in, blocks for the road out, in constant memory."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.audio import kinds
from calmdesk.audio.channels import ClientChannel, Plan, plan
from calmdesk.audio.completeness import cut_short, ended_early
from calmdesk.audio.cutting import Cutter
from calmdesk.audio.decoder import Undecodable, no_sound
from calmdesk.audio.levels import Levels, measure
from calmdesk.audio.opening import damaged, open_recording, recognise_file
from calmdesk.call.events import RECORDING, Block, Notice, Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.audio.decoder import Decoder
    from calmdesk.audio.resample import Floats

_SILENCE = 32
"""The loudest sample of a side that says nothing: 60 dB below full scale."""


class Recording:
    """A recorded call, as a ``Source``.

    Args:
        path: the file; its content decides what it is, not its name.
        client: the channel the client is heard on: ``auto``, ``left``, ``right`` or ``mix``.
        desk: whether blocks of the desk's side are wanted too, where it has a channel of its own.
        block_seconds: length of a block.

    Raises:
        AudioError: the file cannot be read. Made when the recording is, so before a model is loaded for it.
    """

    def __init__(
        self, path: str | Path, client: str = "auto", *, desk: bool = False, block_seconds: float = 0.2
    ) -> None:
        self.path = Path(path)
        self._client = ClientChannel(client)
        self._desk = desk
        self._block_seconds = block_seconds
        self.kind = recognise_file(self.path)
        with closing(open_recording(self.path, self.kind)) as decoder:
            self.seconds = decoder.seconds
            self.channels = decoder.channels
            self._check_has_sound(decoder)

    def blocks(self) -> Iterator[Block | Notice]:
        """Yield blocks in call time, client before desk; warnings about the file come as notices in between."""
        chosen = plan(self._client, self.channels, self._levels)
        yield from self._first_notices(chosen)
        sides = {side: columns for side, columns in chosen.sides.items() if self._desk or side is Side.CLIENT}
        with closing(open_recording(self.path, self.kind)) as decoder:
            cutter = Cutter(decoder.rate, sides, self._block_seconds)
            yield from self._cut(decoder, cutter)
        yield from self._last_notices(cutter)

    def _cut(self, decoder: Decoder, cutter: Cutter) -> Iterator[Block | Notice]:
        broken = False
        try:
            for chunk in decoder.chunks():
                yield from cutter.feed(chunk)
        except Undecodable:
            broken = True
        yield from cutter.finish()
        if broken:
            about: dict[str, object] = {"path": str(self.path)}
            yield Notice(cutter.at, "{path} is damaged: it could be read up to here", about, topic=RECORDING)
        else:
            yield from ended_early(cutter.at, decoder.seconds)

    def _check_has_sound(self, decoder: Decoder) -> None:
        try:
            first = next(decoder.chunks(), None)
        except Undecodable as error:
            raise damaged(self.path, self.kind) from error
        if first is None:
            raise no_sound(self.path)

    def _levels(self) -> Levels:
        with closing(open_recording(self.path, self.kind)) as decoder:
            return measure(_as_far_as_possible(decoder), decoder.rate)

    def _first_notices(self, chosen: Plan) -> Iterator[Notice]:
        if kinds.misnamed(self.kind, self.path.suffix):
            details: dict[str, object] = {"path": str(self.path), "kind": self.kind.name}
            yield Notice(0.0, "{path} is a {kind} recording, whatever its name says: read as such", details)
        yield from cut_short(self.path, self.kind)
        if chosen.notice is not None:
            yield chosen.notice

    def _last_notices(self, cutter: Cutter) -> Iterator[Notice]:
        if cutter.peak <= _SILENCE:
            about: dict[str, object] = {"path": str(self.path)}
            yield Notice(cutter.at, "there is nothing but silence in {path}", about, topic=RECORDING)


def _as_far_as_possible(decoder: Decoder) -> Iterator[Floats]:
    """Yield what a damaged recording still gives; the road itself tells the user where it ends."""
    with suppress(Undecodable):
        yield from decoder.chunks()
