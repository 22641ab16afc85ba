"""Write MODEL/am/final.mdl and MODEL/conf from a trained network.

The acoustic scale and the division by the priors are folded into the last layer, so that Vosk runs the model with
--acoustic-scale=1.0, as it runs its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from demo_fr import nnet3, phones
from demo_fr.features import COEFFICIENTS, MFCC_CONF
from demo_fr.kaldi_binary import FILE_MARK, transition_model
from demo_fr.network import SKIP, SPLICE, SUBSAMPLING, Layer, Network, load
from demo_fr.train import ACOUSTIC_SCALE, PRIOR_POWER

if TYPE_CHECKING:
    import numpy.typing as npt
    import torch
    from torch import nn

    Array = npt.NDArray[np.float64]

# The endpoint rules are shorter than Kaldi's: on the phone people take turns quickly.
MODEL_CONF: Final = """\
--min-active=200
--max-active=3000
--beam=11.0
--lattice-beam=4.0
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""


def _numbers(tensor: torch.Tensor | None) -> Array:
    return cast("torch.Tensor", tensor).detach().double().numpy()


def _matrix(convolution: nn.Conv1d) -> Array:
    """Return a convolution's weights (outputs, width x inputs), in the order of Append()."""
    weight = _numbers(convolution.weight)
    return weight.transpose(0, 2, 1).reshape(len(weight), -1)


def _norm(norm: nn.BatchNorm1d) -> bytes:
    return nnet3.batch_norm(_numbers(norm.running_mean), _numbers(norm.running_var), norm.eps)


def _first(wiring: nnet3.Wiring, network: Network) -> str:
    """Add the first layer; the normalisation of the input is folded into it."""
    norm = network.input_norm
    mean = np.tile(_numbers(norm.running_mean), SPLICE)
    deviation = np.tile(np.sqrt(_numbers(norm.running_var) + norm.eps), SPLICE)
    weight = _matrix(network.first) / deviation
    bias = _numbers(network.first.bias) - weight @ mean
    reach = SPLICE // 2
    x = wiring.add("first.affine", nnet3.affine(weight, bias), nnet3.spliced("input", range(-reach, reach + 1)))
    x = wiring.add("first.relu", nnet3.relu(len(weight)), x)
    return wiring.add("first.norm", _norm(network.first_norm), x)


def _layer(wiring: nnet3.Wiring, layer: Layer, name: str, x: str) -> str:
    step = SUBSAMPLING * layer.stride
    narrow, widen = _matrix(layer.narrow), _matrix(layer.widen)
    y = wiring.add(f"{name}.a", nnet3.affine(narrow, np.zeros(len(narrow))), nnet3.spliced(x, (-step, 0)))
    y = wiring.add(f"{name}.b", nnet3.affine(widen, _numbers(layer.widen.bias)), nnet3.spliced(y, (0, step)))
    y = wiring.add(f"{name}.relu", nnet3.relu(len(widen)), y)
    y = wiring.add(f"{name}.norm", _norm(layer.norm), y)
    # A node of its own for the sum: Append() of sums is not a descriptor Kaldi reads.
    return wiring.add(f"{name}.sum", nnet3.no_op(len(widen)), f"Sum({y}, Scale({SKIP}, {x}))")


def acoustic_model(network: Network, prior: torch.Tensor) -> bytes:
    """Return a network as Kaldi's AmNnetSimple; its outputs are scaled log-likelihoods."""
    wiring = nnet3.Wiring(COEFFICIENTS)
    x = _first(wiring, network)
    for number, layer in enumerate(network.layers):
        x = _layer(wiring, cast("Layer", layer), f"l{number}", x)
    last = _matrix(network.last)
    x = wiring.add("pre.affine", nnet3.affine(last, _numbers(network.last.bias)), x)
    x = wiring.add("pre.relu", nnet3.relu(len(last)), x)
    x = wiring.add("pre.norm", _norm(network.last_norm), x)
    weight = ACOUSTIC_SCALE * _matrix(network.out)
    bias = ACOUSTIC_SCALE * (_numbers(network.out.bias) - PRIOR_POWER * np.log(_numbers(prior)))
    return wiring.acoustic_model(wiring.add("out.affine", nnet3.affine(weight, bias, compress=False), x))


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(prog="demo_fr.export", description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    network, prior = load(options.network)
    transitions = transition_model([phones.pdfs_of(name) for name in phones.KALDI_NAMES])
    for folder in ("am", "conf"):
        (options.model / folder).mkdir(parents=True, exist_ok=True)
    mdl = options.model / "am" / "final.mdl"
    mdl.write_bytes(FILE_MARK + transitions + acoustic_model(network, prior))
    (options.model / "conf" / "mfcc.conf").write_text(MFCC_CONF, encoding="utf8")
    (options.model / "conf" / "model.conf").write_text(MODEL_CONF, encoding="utf8")
    print(f"{mdl.name}: {mdl.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
