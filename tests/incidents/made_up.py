"""Incidents to try things on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from calmdesk.incidents.incident import Incident

BRUSSELS_WINTER = timezone(timedelta(hours=1))
MONDAY = datetime(2026, 11, 23, 14, 5, tzinfo=BRUSSELS_WINTER)
PASSPHRASE = "cheval correct pile agrafe"  # noqa: S105  # of made-up incidents

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "\"><img src=x onerror='alert(1)'>",
            "</style><style>*{display:none}",
            "{{ 7 * 7 }}{% raw %}",
            '=HYPERLINK("http://x";"y")',
            "+1+1",
            "-2",
            "@SUM(A1)",
            " \t=1",
            "'=1",
            "＝1",
            'a";"=1";"',
            "a\n=1+1\r\n-1",
            "\x1b[2Jeffacé",
            "\u202eimpayé\u202c",
            "\x00\x07\x9b31m",
            "'''\"\"\"\\",
        ]
    ),
)
"""Texts that a terminal, a page or a spreadsheet could obey."""


def incident(**given: Any) -> Incident:  # noqa: ANN401  # any field of an incident
    """Return an incident with every field filled, some as given."""
    texts = {
        "families": ("insult", "waiting"),
        "rung": 3,
        "words": ("vous êtes vraiment nulle", "bande d'incapables"),
        "note": "Le client attendait depuis une heure.",
        "measures": "Avertissement donné.",
        "follow_up": "Lettre à envoyer.",
        "author": "Léa",
    }
    return Incident(**{"at": MONDAY, **texts, **given})


def hostile_incidents() -> st.SearchStrategy[Incident]:
    """Generate incidents whose texts try to be obeyed."""
    moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone is beside it
    return st.builds(
        Incident,
        at=moments,
        families=st.lists(HOSTILE, max_size=2).map(tuple),
        rung=st.integers(0, 5),
        words=st.lists(HOSTILE, max_size=3).map(tuple),
        note=HOSTILE,
        measures=HOSTILE,
        follow_up=HOSTILE,
        author=HOSTILE,
        number=st.integers(1, 999),
    )
