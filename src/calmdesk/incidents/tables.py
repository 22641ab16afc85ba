"""The tables in which incidents lie, the same in SQLite and PostgreSQL; ``migrations`` makes them.

The moment is kept twice: in UTC, to sort and filter, and as the offset of the desk's own clock, so that 14:05 stays
14:05. ``week`` is the Monday of the incident's week by that clock, so that a database can count by week.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time
from typing import Final

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

SEALED: Final = ("words", "note", "measures", "follow_up", "author")
"""Columns of ``incidents`` that hold somebody's words: encrypted where a passphrase was set."""


class Table(DeclarativeBase):
    """What all tables have in common."""


class FamilyRow(Table):
    """A family of an incident; ``place`` is its place among them."""

    __tablename__ = "incident_families"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    family: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int]


class IncidentRow(Table):
    """An incident; ``words`` is a JSON list. ``uid`` is its own for ever and binds what is encrypted to its row."""

    __tablename__ = "incidents"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # a number is never used again

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    offset_minutes: Mapped[int]
    week: Mapped[date] = mapped_column(index=True)
    rung: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    follow_up: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    families: Mapped[list[FamilyRow]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="selectin", order_by=FamilyRow.place
    )


class VaultRow(Table):
    """There is at most one, where incidents are encrypted: the key, itself encrypted by the passphrase (scrypt)."""

    __tablename__ = "incident_vault"

    id: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    cost: Mapped[int]
    block_size: Mapped[int]
    lanes: Mapped[int]
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
