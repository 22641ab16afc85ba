from __future__ import annotations

import pytest

from calmdesk.phrasebook.brackets import TemplateError, check_brackets


@pytest.mark.parametrize(
    ("template", "instead"),
    [
        ("rappel(er|ez) moi", "(rappeler|rappelez)"),
        ("il (r|app)elle", "(relle|appelle)"),
        ("des crise(s)", "(crise|crises)"),
        ("payant[e]", "(payant|payante)"),
        ("[re]venir", "(venir|revenir)"),
        ("{animal}s", "{animal} s"),
        ("re<verbe>", "re <verbe>"),
        ("en(semble|suite)s tout", "(ensembles|ensuites)"),
    ],
)
def test_part_of_a_word_is_refused_with_the_whole_words(template: str, instead: str) -> None:
    """« rappel(er|ez) » would never be heard; its author reads how to write it."""
    with pytest.raises(TemplateError, match="whole words") as caught:
        check_brackets(template)
    assert f"write « {instead} »" in str(caught.value)


@pytest.mark.parametrize(
    "template",
    [
        "vous êtes (nul|nulle)",
        "j'(ai|avais) dit",
        "(dites|rappelez)-moi",
        "[ne ]pas",
        "(un |une )chat",
        "(a|b)(c|d)",
        "",
        "a \\( b",
        "((a|b) c|[d])",
    ],
)
def test_brackets_around_whole_words_are_right(template: str) -> None:
    """Blanks may stand inside a bracket, and apostrophes and hyphens divide words."""
    check_brackets(template)


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("vous (êtes|serez nul", "« (êtes|serez nul » is not closed"),
        ("vous êtes] nul", "« vous êtes] » closes nothing"),
        ("(a] b", "« (a] » closes nothing"),
        ("[" * 40 + "a" + "]" * 40, "too many brackets"),
    ],
)
def test_a_bracket_that_does_not_fit_is_shown(template: str, says: str) -> None:
    """The message quotes the bracket with the words beside it, so that it is found in a long phrase."""
    with pytest.raises(TemplateError, match="bracket") as caught:
        check_brackets(template)
    assert says in str(caught.value)
