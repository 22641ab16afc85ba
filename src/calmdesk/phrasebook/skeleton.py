"""Makes the folder for a clinic's own phrases: every family with examples that are commented out.

For a language that ships, the folder is laid over the shipped one; for any other it is a whole phrasebook to be
translated, with the cards of another language to begin with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from calmdesk.messages import say
from calmdesk.phrasebook.edit import written
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from calmdesk.phrasebook.folders import Source

_EXAMPLES = 3
_LONGEST_EXAMPLE = 90
_WORD_KEYS = {
    "fillers": "dropped wherever they stand, in phrases and in speech",
    "light": "words that carry grammar, not sense: they may be missing",
    "half": "words that count half: persons, auxiliaries, negation, questions",
    "skippable": "words that may stand between two words of a phrase",
    "breaks": "words that begin another clause",
    "address": "words that speak to the clinic",
}


class Scribe(NamedTuple):
    """Writes comments in the language of its reader."""

    language: str

    def comment(self, template: str, **details: object) -> str:
        """Return a sentence as a comment line."""
        return f"# {say(template, details, self.language)}\n"


def own_skeleton(source: Source, families: Iterable[str], scribe: Scribe) -> dict[str, str]:
    """Return the files, by path, of a folder to be laid over a shipped language."""
    files = {"lists.toml": _own_lists(scribe), "wording.toml": _own_wording(scribe)}
    for family in families:
        files[f"phrases/{family}.toml"] = _own_phrases(source.folder, family, scribe)
        files[f"cards/{family}.toml"] = _own_cards(source.folder, family, scribe)
        files[f"cases/{family}.toml"] = _own_cases(family, scribe)
    return files


def language_skeleton(lang: str, like: Source, families: Iterable[str], scribe: Scribe) -> dict[str, str]:
    """Return the files of a whole phrasebook for a new language, made after another that is read for examples."""
    files = {"language.toml": _language(lang, like.folder, scribe), "lists.toml": _own_lists(scribe)}
    files |= _translatable(like.folder, ["screen.toml", "flow.toml", "soundcheck.toml", "review.toml"], scribe)
    for family in families:
        files |= _translatable(like.folder, [f"cards/{family}.toml"], scribe)
        files[f"phrases/{family}.toml"] = _new_phrases(like.folder, family, scribe)
        files[f"cases/{family}.toml"] = _own_cases(family, scribe)
    return files


def _head(path: str, scribe: Scribe, *sentences: str) -> str:
    folder, _, name = path.rpartition("/")
    schema = f"../../schema/{folder}.json" if folder else f"../schema/{name.removesuffix('.toml')}.json"
    return f"#:schema {schema}\n" + "".join(scribe.comment(sentence) for sentence in sentences) + "\n"


_HASH = "Take away the # in front of a line to use it."


def _own_phrases(folder: Path, family: str, scribe: Scribe) -> str:
    examples = _examples(folder, family) or ["…"]
    first, last = written(examples[0]), written(examples[-1])
    return (
        _head(f"phrases/{family}.toml", scribe, "Phrases of your own: they count besides the shipped ones.", _HASH)
        + f"family = {written(family)}\n\n"
        + f"# phrases = [\n#   {first},\n#   {{ instead_of = {last}, say = {last} }},\n# ]\n\n"
        + scribe.comment("Shipped phrases you do not want; off = true for all of the family.")
        + f"# off = [{last}]\n\n"
        + scribe.comment("Sentences near which the family keeps quiet.")
        + f"# not = [{last}]\n\n"
        + scribe.comment("Seconds before the family may bring another card; how many cards a call may bring.")
        + "# cooldown = 30\n# max_per_call = 3\n"
    )


def _own_cards(folder: Path, family: str, scribe: Scribe) -> str:
    return (
        _head(f"cards/{family}.toml", scribe, "Cards of your own: they come besides the shipped ones.", _HASH)
        + f"family = {written(family)}\n\n"
        + scribe.comment("Shipped cards you do not want, by number or by their words.")
        + f"# off = [{written(family + '.1')}]\n\n"
        + _commented_card(folder, family)
    )


def _own_cases(family: str, scribe: Scribe) -> str:
    head = _head(
        f"cases/{family}.toml",
        scribe,
        "Sentences to prove your phrases with: what must be found, what must not.",
        _HASH,
    )
    return f'{head}family = {written(family)}\n\n# match = [\n#   "…",\n# ]\n# no_match = [\n#   "…",\n# ]\n'


def _own_lists(scribe: Scribe) -> str:
    sentence = "Lists and rules of your own; in a list that ships too, {{name}} stands for the shipped entries."
    examples = '# [lists]\n# tiers = ["{tiers}", "…"]\n\n# [rules]\n# you_are = "(…|…)"\n'
    return _head("lists.toml", scribe, sentence, _HASH) + examples


def _own_wording(scribe: Scribe) -> str:
    sentence = "Words you do not want on a card, and shipped ones that you allow."
    examples = '# off = ["…"]\n\n# [[words]]\n# say = "…"\n# suggest = "…"\n# kind = "jargon"\n'
    return _head("wording.toml", scribe, sentence, _HASH) + examples


def _new_phrases(folder: Path, family: str, scribe: Scribe) -> str:
    examples = "".join(f"  # {written(example)},\n" for example in _examples(folder, family))
    head = _head(f"phrases/{family}.toml", scribe, "What callers say; the examples come from another language.")
    return f"{head}family = {written(family)}\n\nphrases = [\n{examples}]\n"


def _translatable(folder: Path, names: Iterable[str], scribe: Scribe) -> dict[str, str]:
    """Return files of another language as they are, to be translated."""
    files = {}
    for name in names:
        path = folder / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#:schema")]
            files[name] = _head(name, scribe, "To be translated.") + "".join(lines)
    return files


def _language(lang: str, like: Path, scribe: Scribe) -> str:
    """Return a ``language.toml`` with every key empty and examples of another language behind it."""
    data = TomlFile(like / "language.toml", Problems()).data
    lines = [_head("language.toml", scribe, "How the language is read; the examples come from another language.")]
    lines.append(f"name = {written(lang)}\n")
    for key, meaning in _WORD_KEYS.items():
        lines.append(f"\n{scribe.comment(meaning)}{key} = []{_for_example(data.get(key))}\n")
    lines.append(f"\n[replace]\n{_commented_pairs(data.get('replace', {}))}")
    for name, guard in data.get("guards", {}).items():
        lines.append(f"\n[guards.{name}]\n{_commented_pairs(guard)}")
    return "".join(lines)


def _for_example(words: Any) -> str:  # noqa: ANN401  # a value of a file
    some = words[:_EXAMPLES] if isinstance(words, list) else []
    return f"  # {', '.join(map(str, some))} …" if some else ""


def _commented_pairs(table: Mapping[str, Any]) -> str:
    pairs = list(table.items())[:_EXAMPLES]
    return "".join(f"# {written(key)} = {written(_few(value))}\n" for key, value in pairs)


def _few(value: Any) -> Any:  # noqa: ANN401  # a value of a file
    return value[:_EXAMPLES] if isinstance(value, list) else value


def _examples(folder: Path, family: str) -> list[str]:
    """Return some short phrases of a family."""
    table = Table(TomlFile(folder / "phrases" / f"{family}.toml", Problems(), needed=False), Problems())
    entries = table.data.get("phrases", [])
    texts = [entry for entry in entries if isinstance(entry, str) and len(entry) <= _LONGEST_EXAMPLE]
    return [text for text in texts if not set(text) & set("{<")][:_EXAMPLES]


def _commented_card(folder: Path, family: str) -> str:
    data = TomlFile(folder / "cards" / f"{family}.toml", Problems(), needed=False).data
    card = next(iter(data.get("cards", [])), {"say": "…", "why": "…", "avoid": "…"})
    return "# [[cards]]\n" + "".join(f"# {key} = {written(value)}\n" for key, value in card.items())


def write_skeleton(folder: Path, files: Mapping[str, str], write: Callable[[Path, str], None]) -> list[Path]:
    """Write the files that are not there yet, and return their paths; nothing is overwritten."""
    paths = {folder / name: text for name, text in files.items() if not (folder / name).exists()}
    for path, text in paths.items():
        write(path, text)
    return list(paths)
