from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.phrasebook.branch import Gap, Slot, count, slot_choices, spoken
from calmdesk.phrasebook.pattern import BrokenNameError, TemplateError, Templates

LISTS = {
    "mots": ["nul", "bon à rien"],
    "loop": ["a", "{pool}"],
    "pool": ["{loop}"],
    "bad": ["fine", "not (fine"],
    "outer": ["{bad}"],
}
RULES = {"vous": "(vous|tu)", "self": "<self> b"}


@pytest.fixture
def templates() -> Templates:
    """Return a compiler with some lists and rules, good and bad."""
    return Templates(lambda text: tuple(text.lower().split()), LISTS, RULES)


def wordings(templates: Templates, template: str) -> set[str]:
    """Return all that a template stands for."""
    return {_spell(part) for branch in templates.compile(template) for part in [branch]}


def _spell(branch: tuple[Slot | Gap, ...]) -> str:
    parts = ["…" if isinstance(part, Gap) else "/".join(" ".join(w) for w in slot_choices(part)) for part in branch]
    return " | ".join(parts)


@pytest.mark.parametrize(
    ("template", "branch"),
    [
        ("vous êtes nul", "vous | êtes | nul"),
        ("(vous|tu) {mots}", "vous/tu | nul/bon à rien"),
        ("<vous> [très] nul", "vous/tu | très/ | nul"),
        ("a ... b", "a | … | b"),
        ("a … b", "a | … | b"),
        ("... a [b] ...", "a"),
        ("(a|b [c])", "a/b c/b"),
        ("a|b", "a/b"),
    ],
)
def test_a_template_becomes_rows_of_slots(templates: Templates, template: str, branch: str) -> None:
    """Alternatives of words are one place; gaps and optional words at the ends prove nothing and go."""
    assert wordings(templates, template) == {branch}


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{mot} a", "« {mot} » is not defined; did you mean « {mots} »?"),
        ("<zzz> a", "« <zzz> » is not defined; add it to lists.toml"),
        ("[a]", "it holds no words"),
        ("...", "it holds no words"),
        ("", "it holds no words"),
        ("(a;b)", "any order"),
        ("a ()", "it cannot be read"),
        (" ".join(f"(a{n}|... b{n})" for n in range(12)), "too many alternatives hold a gap"),
        ("(" + " ".join(f"(a{n}|b{n})" for n in range(13)) + "|x)", "more than 4000 wordings"),
    ],
)
def test_an_author_reads_what_is_wrong(templates: Templates, template: str, says: str) -> None:
    """Every mistake in a template has its own sentence."""
    with pytest.raises(TemplateError) as caught:
        templates.compile(template)
    assert says in str(caught.value)


def test_a_broken_list_is_told_once_with_its_entry(templates: Templates) -> None:
    """What is wrong stands in the list, so it is told there, not at each phrase that uses it."""
    templates.resolve_all()
    own = {
        name: broken.entry for name, broken in templates.broken.items() if not isinstance(broken.error, BrokenNameError)
    }
    assert own == {"{bad}": 1, "<self>": 0, "{pool}": 0}
    for template in ("{bad}", "{outer} b", "<self>", "{loop}"):
        with pytest.raises(BrokenNameError, match="cannot be used"):
            templates.compile(template)


def test_a_long_chain_of_rules_is_refused() -> None:
    """Rules that lead to rules that lead to rules end in a sentence, not in a crash."""
    rules = {f"r{n}": f"a <r{n + 1}>" for n in range(2_000)} | {"r2000": "b"}
    with pytest.raises(TemplateError, match="refer to each other"):
        Templates(lambda text: tuple(text.split()), {}, rules).compile("<r0>")


@given(st.text(st.sampled_from("ab é'([{<>}])|.;… \\"), max_size=30))
def test_no_template_crashes_the_compiler(template: str) -> None:
    """Whatever an author types, the answer is phrases or a sentence about what is wrong."""
    templates = Templates(lambda text: tuple(text.lower().split()), LISTS, RULES)
    try:
        branches = templates.compile(template)
    except TemplateError:
        return
    assert count(branches) > 0
    assert all(spoken(branch) for branch in branches)
