"""The shards as windows for training: features, and the pdf of each output frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from demo_fr.network import SUBSAMPLING, Shape

if TYPE_CHECKING:
    from pathlib import Path

_FIRST_OUTPUT = 3
"""Input frame at the middle of the first layer's first window."""


class Speech:
    """Some shards, end to end; between two utterances there is silence, so a window may lie across."""

    def __init__(self, shards: list[Path]) -> None:
        loaded = [np.load(shard) for shard in shards]
        self.features = torch.from_numpy(np.concatenate([z["features"] for z in loaded]))
        self.phone = torch.from_numpy(np.concatenate([z["phone"] for z in loaded])).long()
        starts = torch.from_numpy(np.concatenate([z["start"] for z in loaded]))
        self.segment = starts.cumsum(0, dtype=torch.int32)

    def __len__(self) -> int:
        return len(self.features)

    def windows(self, shape: Shape, outputs: int, first: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Return windows that start at the frames ``first``.

        Returns:
            Features (windows, input frames, 40) and pdfs (windows, ``outputs``).
        """
        at = torch.as_tensor(first)[:, None]
        x = self.features[at + torch.arange(shape.inputs(outputs))].float()
        centre = at + _FIRST_OUTPUT + SUBSAMPLING * (torch.arange(outputs) + shape.context)
        goes_on = self.segment[centre] == self.segment[centre - SUBSAMPLING]
        return x, 2 * self.phone[centre] + goes_on.long()


def shards_in(folder: Path) -> list[Path]:
    """Return the shards in the order of their numbers."""
    found = (path for path in folder.glob("shard-*.npz") if not path.stem.endswith(".part"))
    return sorted(found, key=lambda path: int(path.stem.removeprefix("shard-")))
