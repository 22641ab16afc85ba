import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.overlay.glyphs import ASCII, UNICODE, encodable, glyphs_for


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "« À l'écoute » · œuf…"),
        ("cp1252", "« À l'écoute » · œuf…"),
        ("latin-1", "« À l'écoute » · oeuf..."),
        ("ascii", '"A l\'ecoute" - oeuf...'),
        ("no-such-encoding", '"A l\'ecoute" - oeuf...'),
    ],
)
def test_french_is_written_as_well_as_the_console_can(encoding: str, text: str) -> None:
    """An old console shows letters without accents rather than question marks."""
    assert encodable("« À l'écoute » · œuf…", encoding) == text


def test_a_console_without_the_signs_gets_ascii() -> None:
    """No box drawing that the console would show as rubbish."""
    assert glyphs_for("utf-8") is UNICODE
    assert {glyphs_for(name) for name in ("ascii", "cp1252", "cp850", "latin-1", "no-such-encoding")} == {ASCII}


@given(st.text(), st.sampled_from(["ascii", "cp1252", "utf-8"]))
def test_what_comes_out_can_be_written(text: str, encoding: str) -> None:
    """Printing never fails for a letter the console lacks."""
    encodable(text, encoding).encode(encoding)
