"""A program: one reader under atheris, which looks for inputs that lead to new places in the code.

    python -m fuzz.guided TARGET FOLDER [options of libFuzzer]

It ends with an exit code other than 0 where an input gives a traceback, or takes longer than the limit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

LIMIT = 10
"""Seconds an input may take, on a busy machine; 0.001 are usual."""

SEEN_BY_ALL = ["calmdesk.call", "calmdesk.messages", "calmdesk.phrasebook.problems"]
"""Modules in which no reader has places of its own: to watch them takes half the time, and finds nothing more."""


def main(name: str, folder: Path, options: list[str]) -> None:
    """Fuzz one target in a folder of its own."""
    with atheris.instrument_imports(include=["calmdesk"], exclude=SEEN_BY_ALL, enable_loader_override=False):
        from fuzz.targets import TARGETS  # noqa: PLC0415  # instrumented while it is imported

    target = TARGETS[name]
    corpus, work = folder / "corpus", folder / "work"
    for each in (corpus, work):
        each.mkdir()
    for number, seed in enumerate(target.seeds):
        (corpus / str(number)).write_bytes(seed)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
    atheris.Setup(
        [
            "fuzz",
            f"-runs={target.inputs}",
            f"-max_len={target.longest}",
            f"-timeout={LIMIT}",
            f"-dict={words}",
            f"-artifact_prefix={folder}/",
            "-verbosity=0",
            "-print_final_stats=1",
            *options,
            str(corpus),
        ],
        lambda data: target.take(work, data),
    )
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
