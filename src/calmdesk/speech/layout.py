"""Is this folder a Vosk model? Asked before loading it, because Vosk's own answers are one sentence, or an abort."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from calmdesk.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a kind of model keeps its files, relative to its folder."""

    needed: tuple[str, ...]
    graph: str
    settings: str = ""

    def graphs(self) -> tuple[tuple[str, ...], ...]:
        """Return the sets of files of which one must be complete: a whole graph, or one composed while decoding."""
        whole = ("HCLG.fst",)
        composed = ("HCLr.fst", "Gr.fst", "disambig_tid.int")
        return tuple(tuple(self.graph + name for name in names) for names in (whole, composed))


NEW = Layout(("am/final.mdl", "conf/model.conf", "conf/mfcc.conf"), graph="graph/", settings="conf/model.conf")
OLD = Layout(("final.mdl", "mfcc.conf"), graph="")
OPTIONAL = ("graph/words.txt", "words.txt", "graph/phones/word_boundary.int", "word_boundary.int")
"""Files a model may do without, but not have empty."""

PARTS = frozenset({"am", "conf", "graph", "ivector", "rescore", "rnnlm"})
AGAIN = "unpack or copy the model again"


def check(path: Path) -> None:
    """Make sure that ``path`` is the folder of a complete Vosk model.

    Raises:
        ModelError: it is not; the problem says what it is instead, the hint which folder is meant.
    """
    with reading(path):
        _check_place(path)
        _check_files(path, _layout(path))


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say an operating system's refusal to read ``path`` in our own words."""
    try:
        yield
    except OSError as error:
        raise ModelError(
            "cannot read the speech model {path}: {reason}",
            hint="check who may read it",
            path=path,
            reason=error,
        ) from error


def _check_place(path: Path) -> None:
    if not path.exists():
        raise ModelError(
            "there is no speech model at {path}",
            hint="check the path; `calmdesk models list` shows the models there are",
            path=path,
        )
    if not path.is_dir():
        if is_zipfile(path):
            raise ModelError(
                "{path} is the model's zip file, not its folder",
                hint="install it: calmdesk models install LANGUAGE --file {path}",
                path=path,
            )
        raise ModelError(
            "{path} is a file, not the folder of a speech model", hint="give the model's folder", path=path
        )
    if not any(path.iterdir()):
        raise ModelError("the folder {path} is empty", hint="unpack a speech model and give its folder", path=path)


def _layout(path: Path) -> Layout:
    """Return how this model is laid out, or raise what the folder is instead of a model."""
    outer = path.absolute().parent
    if path.absolute().name in PARTS and _is_model(outer):
        raise ModelError(
            "{path} is only a part of the speech model {outer}", hint="give {outer}", path=path, outer=outer
        )
    if _is_model(path):
        return OLD if (path / "final.mdl").is_file() else NEW
    if any((path / part).is_dir() for part in ("am", "conf", "graph")):
        return NEW
    inner = sorted(folder for folder in path.iterdir() if folder.is_dir() and _is_model(folder))
    if inner:
        raise ModelError(
            "{path} is not a speech model, but holds one: {inner}",
            hint="give that folder: {inner}",
            path=path,
            inner=inner[0],
        )
    raise ModelError(
        "{path} is not a Vosk speech model: it has no am/final.mdl", hint="give the model's own folder", path=path
    )


def _is_model(path: Path) -> bool:
    return (path / "am" / "final.mdl").is_file() or (path / "final.mdl").is_file()


def _check_files(path: Path, layout: Layout) -> None:
    lacking = [name for name in layout.needed if not (path / name).is_file()]
    graph = _graph(path, layout)
    lacking += [name for name in graph if not (path / name).is_file()]
    if lacking:
        raise ModelError(
            "the speech model {path} is incomplete: it lacks {files}", hint=AGAIN, path=path, files=", ".join(lacking)
        )
    for name in (*layout.needed, *graph, *OPTIONAL):
        if (path / name).is_file() and not (path / name).stat().st_size:
            raise ModelError("the speech model {path} is damaged: {file} is empty", hint=AGAIN, path=path, file=name)
    # Without it Kaldi ends the whole process at the first block.
    if layout.settings and b"--endpoint.silence-phones=" not in (path / layout.settings).read_bytes():
        raise ModelError(
            "the speech model {path} is damaged: {file} does not say which phones are silence",
            hint=AGAIN,
            path=path,
            file=layout.settings,
        )


def _graph(path: Path, layout: Layout) -> tuple[str, ...]:
    """Return the graph files of the model: the set it has something of, the whole graph where it has nothing."""
    whole, composed = layout.graphs()
    has_composed = any((path / name).is_file() for name in composed)
    return composed if has_composed and not (path / whole[0]).is_file() else whole
