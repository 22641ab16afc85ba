"""A clinic's own phrases, laid over the shipped ones: added, standing in for one, or switching one off.

They lie in the user's data folder, so that an update never overwrites them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.problems import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrase
    from calmdesk.phrasebook.phrases import FamilyPhrases

SECOND_OPINION = "(second opinion)"
"""What a cue without a phrase is called: a clinic can switch it off for a family as if it were a phrase."""


def plain(text: str) -> str:
    """Return a template with single blanks, for comparing."""
    return " ".join(text.split())


def muted_families(own: Path) -> frozenset[str]:
    """Return the families of which a clinic's files keep the second opinion out; what is wrong is told elsewhere."""
    unnoted = Problems()
    files = (TomlFile(path, unnoted) for path in sorted((own / "phrases").glob("*.toml")))
    return frozenset(str(file.data.get("family", file.path.stem)) for file in files if _mutes(file.data.get("off")))


def _mutes(off: object) -> bool:
    return off is True or (isinstance(off, list) and SECOND_OPINION in off)


def overlaid(shipped: Iterable[Phrase], own: FamilyPhrases, problems: Problems) -> list[Phrase]:
    """Return a family's shipped phrases with a clinic's own file laid over them.

    A shipped template that the file names and that there is not (any more) is a warning: an update of the shipped
    phrases must not keep a clinic from working.
    """
    shipped = list(shipped)
    known = {plain(phrase.text) for phrase in shipped}
    off = known if own.all_off else {plain(text.text) for text in own.off}
    instead = {plain(text.text): own.phrases[n] for n, text in own.instead.items()}
    kept = [
        instead.get(plain(phrase.text), phrase) for phrase in shipped if plain(phrase.text) not in off - instead.keys()
    ]
    added = [phrase for n, phrase in enumerate(own.phrases) if n not in own.instead]
    orphans = [phrase for text, phrase in instead.items() if text not in known]
    for text, where in (*own.instead.values(), *own.off):
        if plain(text) not in known | {SECOND_OPINION}:
            says = "« {template} » is not among the shipped phrases of {family}"
            problems.warn(where, says, template=shortened(text), family=own.family)
    return [*dict.fromkeys([*kept, *orphans, *added])]
