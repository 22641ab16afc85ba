"""Build the decoding graph: MODEL/graph with HCLG.fst, words.txt, phones.txt and phones/word_boundary.int.

HCLG = H o min(det(L o G)); the phones do not depend on their context, so that there is no C. This must be a process
of its own: kaldifst and vosk each bring a copy of OpenFst, and hang when they meet.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

import kaldifst

from demo_fr import lexicon, phones, texts, transducers
from demo_fr.ngram import BEGIN, END, NGram

EMPTY: Final = "<eps>"
_WEIGHTS: Final = {"case": 1.0, "call": 1.0, "own": 0.1}
"""What a sentence of each source counts in the language model: the templates' are many, and few people say them."""


def language_model(folder: Path, vocabulary: set[str], order: int, least: float) -> NGram:
    """Learn the language model and print how well it foresees the held-out sentences."""
    learned = texts.read(folder / "learned.tsv")
    model = NGram(((s.text.split(), _WEIGHTS[s.source]) for s in learned), vocabulary, order, least)
    perplexity, unknown = model.perplexity([s.text.split() for s in texts.read(folder / "held-out.tsv")])
    print(f"held-out sentences: perplexity {perplexity:.0f}, {unknown} unknown words", flush=True)
    return model


def decoding_graph(
    entries: list[tuple[str, float, lexicon.Pronunciation]], model: NGram, word_id: dict[str, int]
) -> Any:  # noqa: ANN401 - kaldifst has no types
    """Return HCLG."""
    words_of_phones = transducers.lexicon(entries, word_id)
    grammar = transducers.grammar(model.grammar(), word_id)
    kaldifst.arcsort(words_of_phones, "olabel")
    kaldifst.arcsort(grammar, "ilabel")
    graph = kaldifst.compose(words_of_phones, grammar)
    print(f"composed: {graph.num_states} states", flush=True)
    kaldifst.determinize_star(graph, use_log=True)
    kaldifst.minimize_encoded(graph)
    print(f"determinised, minimised: {graph.num_states} states", flush=True)
    return transducers.with_transition_ids(graph)


def write_symbols(folder: Path, word_id: dict[str, int]) -> None:
    """Write the tables of words and phones, and where in a word each phone stands."""
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    words = "".join(f"{word} {number}\n" for word, number in word_id.items())
    (folder / "words.txt").write_text(words, encoding="utf8")
    table = {EMPTY: 0, **phones.KALDI_ID}
    (folder / "phones.txt").write_text("".join(f"{name} {n}\n" for name, n in table.items()), encoding="utf8")
    places = {n: phones.POSITIONS.get(name[-1], "") for name, n in phones.KALDI_ID.items() if "_" in name}
    rows = (f"{n} {places.get(n, 'nonword')}\n" for n in phones.KALDI_ID.values())
    (folder / "phones" / "word_boundary.int").write_text("".join(rows), encoding="utf8")


def main() -> None:
    """Write the graph's files."""
    parser = argparse.ArgumentParser(prog="demo_fr.graph", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--order", type=int, default=3, help="words of the longest n-grams")
    parser.add_argument("--least", type=float, default=0.9, help="smallest weighted count of a longest n-gram")
    options = parser.parse_args()
    entries = lexicon.read(options.texts / "lexicon.tsv")
    words = sorted({word for word, _, _ in entries})
    word_id = {name: number for number, name in enumerate([EMPTY, *words, transducers.BACK_OFF, BEGIN, END])}
    model = language_model(options.texts, set(words), options.order, options.least)
    graph = decoding_graph(entries, model, word_id)
    folder: Path = options.model / "graph"
    write_symbols(folder, word_id)
    path = folder / "HCLG.fst"
    graph.write(str(path))
    print(f"{path.name}: {graph.num_states} states, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
