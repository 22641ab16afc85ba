"""The incidents that are kept: added, read, changed, removed, by as many desks as there are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import delete, func, select, text, tuple_
from sqlalchemy.orm import Session

from calmdesk.errors import IncidentError
from calmdesk.incidents import address, connect
from calmdesk.incidents.choice import ALL, Choice
from calmdesk.incidents.faults import told
from calmdesk.incidents.migrate import bring_up_to_date
from calmdesk.incidents.rows import fill, incident_of, new_row
from calmdesk.incidents.tables import IncidentRow, VaultRow
from calmdesk.incidents.vault import Plain, unlock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from sqlalchemy.engine import URL, Connection

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.vault import Cipher, Passphrase

WAIT: Final = 20.0
"""Seconds to wait for another desk that writes."""

_BATCH: Final = 500
"""Incidents that are read at a time: no desk waits while another one's long export is written."""


def no_passphrase() -> str:
    """Refuse: nobody is there to ask.

    Raises:
        IncidentError: always.
    """
    raise IncidentError(
        "the incidents are encrypted", hint="put the passphrase into the environment variable CALMDESK_PASSPHRASE"
    )


class Incidents:
    """The incidents in one database; made ready when it is opened.

    Args:
        url: of the database.
        passphrase: asked once, and only when texts are encrypted and somebody wants to read or write them.
        wait: seconds to wait for another desk, or for the server.

    Every change is a transaction of its own: noted whole or not at all, and noted for good once the method returns.

    Raises:
        IncidentError: here and in every method, whatever the database cannot do.
    """

    def __init__(self, url: URL, passphrase: Passphrase = no_passphrase, wait: float = WAIT) -> None:
        self.url = url
        self.where = address.shown(url)
        self._passphrase = passphrase
        self._cipher: tuple[bytes, Cipher] = (b"", Plain())
        self._engine = connect.connect(url, wait)
        try:
            with told(self.where):
                bring_up_to_date(self._engine, self.where)
        except IncidentError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(self, incident: Incident) -> Incident:
        """Keep an incident, and return it with its number."""
        cipher = self._unlocked()
        with self.change() as session:
            self._same_key(session)
            row = new_row(incident, cipher)
            session.add(row)
            session.flush()
            return incident_of(row, cipher)

    def replace(self, incident: Incident) -> Incident:
        """Keep an incident in the place of the one with its number, and return it.

        Raises:
            IncidentError: there is none, or another desk has changed it since this one was read.
        """
        cipher = self._unlocked()
        with self.change() as session:
            self._same_key(session)
            row = session.get(IncidentRow, incident.number, with_for_update=True)
            if row is None:
                raise _missing(incident.number)
            if row.version != incident.version:
                raise IncidentError(
                    "incident {number} was changed meanwhile, at another desk",
                    hint="look at it again, then change it: calmdesk incidents show {number}",
                    number=incident.number,
                )
            fill(row, incident, cipher)
            session.flush()
            changed = incident_of(row, cipher)
        self.sweep()
        return changed

    def get(self, number: int) -> Incident:
        """Return one incident.

        Raises:
            IncidentError: there is none with this number.
        """
        cipher = self._unlocked()
        with self.read() as session:
            row = session.get(IncidentRow, number)
            if row is None:
                raise _missing(number)
            return incident_of(row, cipher)

    def find(self, choice: Choice = ALL) -> Iterator[Incident]:
        """Yield incidents, the oldest first; they are read in batches, and others may write in between."""
        cipher = self._unlocked()
        order = (IncidentRow.at, IncidentRow.id)
        chosen = select(IncidentRow).where(choice.condition).order_by(*order).limit(_BATCH)
        batch = chosen
        while True:
            with self.read() as session:
                rows = list(session.scalars(batch))
            yield from (incident_of(row, cipher) for row in rows)
            if len(rows) < _BATCH:
                return
            batch = chosen.where(tuple_(*order) > (rows[-1].at, rows[-1].id))

    def latest(self, choice: Choice = ALL, most: int = 50) -> list[Incident]:
        """Return the latest incidents, the oldest of them first."""
        cipher = self._unlocked()
        newest_first = (IncidentRow.at.desc(), IncidentRow.id.desc())
        with self.read() as session:
            rows = session.scalars(select(IncidentRow).where(choice.condition).order_by(*newest_first).limit(most))
            return [incident_of(row, cipher) for row in rows][::-1]

    def count(self, choice: Choice = ALL) -> int:
        """Return how many there are."""
        with self.read() as session:
            return session.scalar(select(func.count()).select_from(IncidentRow).where(choice.condition)) or 0

    def remove(self, choice: Choice) -> int:
        """Remove incidents for good, and return how many there were; needs no passphrase."""
        with self.change() as session:
            # RETURNING, not the cursor's count: it is the same in every driver.
            chosen = delete(IncidentRow).where(choice.condition).returning(IncidentRow.id)
            removed = len(session.scalars(chosen, execution_options={"synchronize_session": False}).all())
            if choice == ALL:
                # With the last text the key goes too: who forgot the passphrase may begin again.
                session.execute(delete(VaultRow))
        if removed:
            self.sweep()
        return removed

    def is_encrypted(self) -> bool:
        """Tell whether the texts are encrypted."""
        with self.read() as session:
            return session.get(VaultRow, 1) is not None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that reads."""
        with told(self.where), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def change(self, *, alone: bool = False) -> Iterator[Session]:
        """Open a transaction that writes.

        Args:
            alone: nobody else may write meanwhile: the key changes.
        """
        engine = connect.writing(self._engine)
        with told(self.where), Session(engine, expire_on_commit=False) as session, session.begin():
            connect.lock(session.connection(), alone=alone)
            yield session

    def sweep(self) -> None:
        """Write the database anew without what was removed.

        SQLite's ``secure_delete`` leaves traces where a page was split; PostgreSQL keeps old rows until it is told.

        Raises:
            IncidentError: it could not be; what was asked for before is done all the same.
        """
        try:
            with told(self.where), connect.statement_by_statement(self._engine).connect() as connection:
                for statement in _sweeping(connection):
                    connection.execute(text(statement))
        except IncidentError as error:
            raise IncidentError(
                "it is done, but traces of what was removed may be left in {where}: {reason}",
                hint="when there is room, and no other desk writes: calmdesk incidents purge",
                where=self.where,
                reason=error.details["reason"],
            ) from error

    def _unlocked(self) -> Cipher:
        """Return the cipher of the vault there is now; the passphrase is asked outside of any transaction."""
        with self.read() as session:
            vault = session.get(VaultRow, 1)
        salt = vault.salt if vault else b""
        if salt != self._cipher[0]:
            self._cipher = (salt, unlock(vault, self._passphrase()) if vault else Plain())
        return self._cipher[1]

    def _same_key(self, session: Session) -> None:
        """Make sure, inside a transaction, that what is written is written by the vault's key."""
        if (session.scalar(select(VaultRow.salt)) or b"") != self._cipher[0]:
            raise IncidentError(
                "the incidents' passphrase was set or removed at this moment, at another desk", hint="try again"
            )


def _sweeping(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        return [f"VACUUM (FULL) {table}" for table in ("incidents", "incident_families")]
    return ["VACUUM"]


def _missing(number: int) -> IncidentError:
    return IncidentError(
        "there is no incident {number}", hint="calmdesk incidents list shows those there are", number=number
    )
