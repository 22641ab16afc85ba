"""The acoustic model: a small factored TDNN, 40 MFCC each 10 ms in, one frame of pdf log-posteriors each 30 ms out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import torch
from torch import nn
from torch.nn import functional

from demo_fr import phones
from demo_fr.features import COEFFICIENTS

if TYPE_CHECKING:
    from pathlib import Path

SUBSAMPLING: Final = 3
"""Input frames for each output frame."""
SPLICE: Final = 7
"""Frames the first layer sees at once: t-3 to t+3."""
SKIP: Final = 0.66
"""What part of a layer's input is added to its output."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The network's sizes: width of the layers, of their bottlenecks, and each layer's stride in output frames."""

    width: int = 320
    bottleneck: int = 96
    strides: tuple[int, ...] = (1, 1, 1, 1, 1, 2, 2)

    @property
    def context(self) -> int:
        """Output frames lost on each side."""
        return sum(self.strides)

    def inputs(self, outputs: int) -> int:
        """Return how many input frames are needed for so many output frames."""
        return SUBSAMPLING * (outputs + 2 * self.context) + SPLICE - SUBSAMPLING


class Layer(nn.Module):
    """Factored layer: frames t-s and t -> bottleneck -> t and t+s -> ReLU -> normalised, plus 0.66 of its input."""

    def __init__(self, width: int, bottleneck: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.narrow = nn.Conv1d(width, bottleneck, 2, dilation=stride, bias=False)
        self.widen = nn.Conv1d(bottleneck, width, 2, dilation=stride)
        self.norm = nn.BatchNorm1d(width, affine=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, width, frames) -> (batch, width, frames - 2 stride)."""
        y: torch.Tensor = self.norm(functional.relu(self.widen(self.narrow(x))))
        return y + SKIP * x[:, :, self.stride : -self.stride]


class Network(nn.Module):
    """The whole acoustic model."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, narrow = shape.width, shape.bottleneck
        self.shape = shape
        self.input_norm = nn.BatchNorm1d(COEFFICIENTS, affine=False)
        self.first = nn.Conv1d(COEFFICIENTS, width, SPLICE, stride=SUBSAMPLING)
        self.first_norm = nn.BatchNorm1d(width, affine=False)
        self.layers = nn.ModuleList(Layer(width, narrow, stride) for stride in shape.strides)
        self.last = nn.Conv1d(width, 2 * narrow, 1)
        self.last_norm = nn.BatchNorm1d(2 * narrow, affine=False)
        self.out = nn.Conv1d(2 * narrow, phones.PDFS, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(batch, frames, 40) -> (batch, outputs, pdfs); output k is at input frame 3 + 3 (k + context)."""
        x = self.input_norm(features.transpose(1, 2))
        x = self.first_norm(functional.relu(self.first(x)))
        for layer in self.layers:
            x = layer(x)
        x = self.last_norm(functional.relu(self.last(x)))
        return functional.log_softmax(self.out(x), 1).transpose(1, 2)


def save(path: Path, network: Network, prior: torch.Tensor) -> None:
    """Write a network and how often each pdf occurred in its training."""
    unfinished = path.with_suffix(".part")
    torch.save({"shape": asdict(network.shape), "state": network.state_dict(), "prior": prior}, unfinished)
    unfinished.replace(path)


def load(path: Path) -> tuple[Network, torch.Tensor]:
    """Read what ``save`` wrote: the network, ready to use, and the prior probability of each pdf."""
    saved = torch.load(path, weights_only=True)
    network = Network(Shape(**saved["shape"]))
    network.load_state_dict(saved["state"])
    return network.eval(), saved["prior"]
