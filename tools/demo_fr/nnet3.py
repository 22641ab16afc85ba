"""Kaldi's nnet3 networks in binary form: a text that wires the nodes, and the components' bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from demo_fr.kaldi_binary import (
    boolean,
    compressed_matrix,
    float32,
    float64,
    float_matrix,
    float_vector,
    int32,
    token,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_NOT_COUNTED: Final = float_vector([])
_SEEN: Final = 1000.0
"""Frames a normalisation claims to have seen; any positive number will do."""


def affine(weight: Array, bias: Array, *, compress: bool = True) -> bytes:
    """Return a FixedAffineComponent: ``weight`` (outputs, inputs) x + ``bias``."""
    matrix = compressed_matrix(weight) if compress else float_matrix(weight)
    return b"".join(
        (
            token("<FixedAffineComponent>"),
            token("<LinearParams>") + matrix,
            token("<BiasParams>") + float_vector(bias),
            token("</FixedAffineComponent>"),
        )
    )


def relu(dim: int) -> bytes:
    """Return a RectifiedLinearComponent; its training statistics are left empty."""
    return b"".join(
        (
            token("<RectifiedLinearComponent>"),
            token("<Dim>") + int32(dim),
            token("<ValueAvg>") + _NOT_COUNTED,
            token("<DerivAvg>") + _NOT_COUNTED,
            token("<Count>") + float64(0.0),
            token("<OderivRms>") + _NOT_COUNTED,
            token("<OderivCount>") + float64(0.0),
            token("<NumDimsSelfRepaired>") + float64(0.0),
            token("<NumDimsProcessed>") + float64(0.0),
            token("</RectifiedLinearComponent>"),
        )
    )


def batch_norm(mean: Array, variance: Array, epsilon: float) -> bytes:
    """Return a BatchNormComponent in test mode: (x - mean) / sqrt(variance + epsilon)."""
    dim = len(mean)
    return b"".join(
        (
            token("<BatchNormComponent>"),
            token("<Dim>") + int32(dim),
            token("<BlockDim>") + int32(dim),
            token("<Epsilon>") + float32(epsilon),
            token("<TargetRms>") + float32(1.0),
            token("<TestMode>") + boolean(True),  # noqa: FBT003 - the value itself
            token("<Count>") + float32(_SEEN),
            token("<StatsMean>") + float_vector(mean),
            token("<StatsVar>") + float_vector(variance),
            token("</BatchNormComponent>"),
        )
    )


def no_op(dim: int) -> bytes:
    """Return a NoOpComponent: hands its input on."""
    return b"".join(
        (
            token("<NoOpComponent>"),
            token("<Dim>") + int32(dim),
            token("<BackpropScale>") + float32(1.0),
            token("</NoOpComponent>"),
        )
    )


def spliced(source: str, offsets: Sequence[int]) -> str:
    """Return the descriptor of a node's frames at these offsets, side by side."""
    frames = (source if offset == 0 else f"Offset({source}, {offset})" for offset in offsets)
    return f"Append({', '.join(frames)})"


class Wiring:
    """Collects the nodes of a network, then gives its bytes."""

    def __init__(self, inputs: int) -> None:
        self._lines = [f"input-node name=input dim={inputs}"]
        self._components: list[tuple[str, bytes]] = []

    def add(self, name: str, component: bytes, source: str) -> str:
        """Add a component fed by a descriptor; return its name."""
        self._components.append((name, component))
        self._lines.append(f"component-node name={name} component={name} input={source}")
        return name

    def acoustic_model(self, output: str) -> bytes:
        """Return the network with this node as output, as an acoustic model (no context of its own, no priors)."""
        lines = [*self._lines, f"output-node name=output input={output} objective=linear"]
        components = (token("<ComponentName>") + token(name) + component for name, component in self._components)
        return b"".join(
            (
                token("<Nnet3>") + b"\n" + "\n".join(lines).encode() + b"\n\n",
                token("<NumComponents>") + int32(len(self._components)),
                *components,
                token("</Nnet3>"),
                token("<LeftContext>") + int32(0),
                token("<RightContext>") + int32(0),
                token("<Priors>") + float_vector([]),
            )
        )
