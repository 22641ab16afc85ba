"""Opens the incidents as the clinic's settings say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from calmdesk.incidents.address import chosen
from calmdesk.incidents.store import WAIT, Incidents, no_passphrase
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.folders import shipped_root

if TYPE_CHECKING:
    from calmdesk import settings
    from calmdesk.incidents.vault import Passphrase

VARIABLE: Final = "CALMDESK_PASSPHRASE"
"""Environment variable that holds the passphrase where nobody can be asked."""


def open_incidents(
    settings: settings.Incidents, passphrase: Passphrase = no_passphrase, wait: float = WAIT
) -> Incidents:
    """Open the incidents; they are made ready where there are none yet.

    Args:
        settings: the clinic's.
        passphrase: asks for it, where the environment does not hold it.
        wait: seconds to wait for another desk, or for the server.

    Raises:
        IncidentError: they cannot be opened.
    """
    named = os.environ.get(VARIABLE)
    return Incidents(chosen(settings.database), (lambda: named) if named else passphrase, wait)


def known_families() -> list[str]:
    """Return the names of the families an incident may have."""
    return list(read_families(shipped_root() / "families.toml"))
