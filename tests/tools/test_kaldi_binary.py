from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    Tool = Callable[[str], ModuleType]


def test_the_shipped_model_begins_as_the_tools_write_it(tool: Tool, repository: Path) -> None:
    """The transition model, byte for byte, of a file that real Vosk loads."""
    phones, kaldi = tool("phones"), tool("kaldi_binary")
    written = kaldi.FILE_MARK + kaldi.transition_model([phones.pdfs_of(name) for name in phones.KALDI_NAMES])
    shipped = (repository / "models/demo-fr/am/final.mdl").read_bytes()
    assert shipped.startswith(written + kaldi.token("<Nnet3>"))


@given(values=st.lists(st.floats(-50, 50, width=32), min_size=6, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_compressed_weights_stay_close(tool: Tool, values: list[float]) -> None:
    """Half the size costs less than a ten-thousandth of the weights' range."""
    matrix = np.reshape(values, (2, 3))
    data = tool("kaldi_binary").compressed_matrix(matrix)
    assert data.startswith(b"CM2 ")
    low, span, rows, columns = struct.unpack_from("<ffii", data, 4)
    levels = np.frombuffer(data, "<u2", offset=20).reshape(rows, columns)
    assert np.abs(low + span * levels / 65535 - matrix).max() <= max(span, 1e-5) * 1e-4


def test_basic_values_have_kaldis_layout(tool: Tool) -> None:
    """A size byte before each number, tokens ended by a blank, vectors with their count."""
    kaldi = tool("kaldi_binary")
    assert kaldi.int32(-2) == b"\x04\xfe\xff\xff\xff"
    assert kaldi.float32(1.0) == b"\x04\x00\x00\x80?"
    assert kaldi.float64(0.0) == b"\x08" + bytes(8)
    assert b"".join(kaldi.boolean(value) for value in (True, False)) == b"TF"
    assert kaldi.int_vector([7]) == b"\x04\x01\x00\x00\x00\x07\x00\x00\x00"
    assert kaldi.float_vector([1.0]) == b"FV \x04\x01\x00\x00\x00\x00\x00\x80?"
    assert kaldi.float_matrix([[1.0], [0.0]]) == b"FM \x04\x02\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x80?" + bytes(4)


def test_a_networks_wiring_names_every_component(tool: Tool) -> None:
    """Kaldi reads the wiring as text: each node with its component and where it listens."""
    nnet3 = tool("nnet3")
    wiring = nnet3.Wiring(2)
    x = wiring.add("first", nnet3.affine(np.eye(2), np.zeros(2)), nnet3.spliced("input", (-1, 0)))
    data = wiring.acoustic_model(wiring.add("relu", nnet3.relu(2), x))
    lines = data.split(b"\n\n")[0].decode().splitlines()
    assert lines == [
        "<Nnet3> ",
        "input-node name=input dim=2",
        "component-node name=first component=first input=Append(Offset(input, -1), input)",
        "component-node name=relu component=relu input=first",
        "output-node name=output input=relu objective=linear",
    ]
    assert data.count(b"<ComponentName> ") == 2
