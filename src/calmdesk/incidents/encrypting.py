"""Turns encryption on or off for everything that is kept already: all of it in one transaction, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from calmdesk.errors import IncidentError
from calmdesk.incidents.rows import seal_anew
from calmdesk.incidents.tables import IncidentRow, VaultRow
from calmdesk.incidents.vault import Plain, new_vault, unlock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from calmdesk.incidents.store import Incidents
    from calmdesk.incidents.vault import Cipher

_BATCH = 500


def encrypt(incidents: Incidents, passphrase: str) -> int:
    """Encrypt every text, and return of how many incidents; new ones are encrypted from now on.

    Raises:
        IncidentError: they are encrypted already, or the passphrase is too short.
    """
    vault, sealed = new_vault(passphrase)
    with incidents.change(alone=True) as session:
        if session.get(VaultRow, 1):
            raise IncidentError("the incidents are encrypted already", hint="first: calmdesk incidents decrypt")
        count = _seal_all(session, Plain(), sealed)
        session.add(vault)
    # What was readable must not stay in pages that are no longer used.
    incidents.sweep()
    return count


def decrypt(incidents: Incidents, passphrase: str) -> int:
    """Decrypt every text, and return of how many incidents.

    Raises:
        IncidentError: they are not encrypted, or the passphrase is not the one.
    """
    with incidents.read() as session:
        vault = session.get(VaultRow, 1)
    if vault is None:
        raise IncidentError("the incidents are not encrypted")
    sealed = unlock(vault, passphrase)
    with incidents.change(alone=True) as session:
        if session.scalar(select(VaultRow.salt)) != vault.salt:
            raise IncidentError(
                "the incidents' passphrase was set or removed at this moment, at another desk", hint="try again"
            )
        count = _seal_all(session, sealed, Plain())
        session.execute(delete(VaultRow))
    return count


def _seal_all(session: Session, before: Cipher, after: Cipher) -> int:
    count, last = 0, 0
    while rows := session.scalars(
        select(IncidentRow).where(IncidentRow.id > last).order_by(IncidentRow.id).limit(_BATCH)
    ).all():
        for row in rows:
            seal_anew(row, before, after)
        count, last = count + len(rows), rows[-1].id
        session.flush()
        session.expunge_all()
    return count
