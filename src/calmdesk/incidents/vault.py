"""Encryption at rest: AES-256-GCM on the texts, with a key that the passphrase unlocks by scrypt.

The texts are encrypted with a random key; that key lies in the vault, encrypted with one derived from the passphrase.
A passphrase that does not open the vault is the wrong one. Each text is bound to its incident and column, so that one
cannot be put in the place of another unnoticed. Dates, families and rungs stay readable: trends count them.
"""

from __future__ import annotations

import base64
import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from calmdesk.errors import IncidentError
from calmdesk.incidents.tables import VaultRow

if TYPE_CHECKING:
    from collections.abc import Callable

    Passphrase = Callable[[], str]

SHORTEST: Final = 12
"""Characters of a passphrase: four words are easily longer."""

_NONCE: Final = 12
_KEY: Final = 32
_COST: Final = 2**16
_BLOCK_SIZE: Final = 8
_LANES: Final = 2
"""OWASP's second choice for scrypt: 64 MB of memory and about half a second per guess."""

_BOUND_KEY: Final = b"calmdesk incidents key"


class Cipher(Protocol):
    """Turns a text into what is kept in its column, and back."""

    def seal(self, uid: str, column: str, text: str) -> str:
        """Return what is kept."""
        ...

    def unseal(self, uid: str, column: str, kept: str) -> str:
        """Return the text; raises IncidentError when what is kept was damaged or moved."""
        ...


class Plain:
    """No encryption: a text is kept as it is."""

    def seal(self, uid: str, column: str, text: str) -> str:  # noqa: ARG002  # the shape of a Cipher
        """Return the text."""
        return text

    def unseal(self, uid: str, column: str, kept: str) -> str:  # noqa: ARG002  # the shape of a Cipher
        """Return the text."""
        return kept


@dataclass(frozen=True, slots=True)
class Sealed:
    """Encryption with the vault's key."""

    key: AESGCM

    def seal(self, uid: str, column: str, text: str) -> str:
        """Return the text encrypted, as Base64."""
        nonce = os.urandom(_NONCE)
        sealed = nonce + self.key.encrypt(nonce, text.encode(), f"{uid}:{column}".encode())
        return base64.b64encode(sealed).decode("ascii")

    def unseal(self, uid: str, column: str, kept: str) -> str:
        """Return the text decrypted.

        Raises:
            IncidentError: it was damaged, or belongs to another incident.
        """
        try:
            sealed = base64.b64decode(kept, validate=True)
            text = self.key.decrypt(sealed[:_NONCE], sealed[_NONCE:], f"{uid}:{column}".encode())
        except (InvalidTag, ValueError):
            raise IncidentError(
                "an incident cannot be decrypted: its text was damaged or changed", hint="restore it from a backup"
            ) from None
        return text.decode()


def new_vault(passphrase: str) -> tuple[VaultRow, Sealed]:
    """Return a vault with a new key, and what encrypts with that key.

    Raises:
        IncidentError: the passphrase is too short.
    """
    if len(passphrase) < SHORTEST:
        raise IncidentError(
            "the passphrase is too short",
            hint="take at least {least} characters, for example four words",
            least=SHORTEST,
        )
    vault = VaultRow(id=1, salt=os.urandom(16), cost=_COST, block_size=_BLOCK_SIZE, lanes=_LANES, sealed_key=b"")
    key, nonce = AESGCM.generate_key(8 * _KEY), os.urandom(_NONCE)
    vault.sealed_key = nonce + _lock_of(vault, passphrase).encrypt(nonce, key, _BOUND_KEY)
    return vault, Sealed(AESGCM(key))


def unlock(vault: VaultRow, passphrase: str) -> Sealed:
    """Return what decrypts the texts.

    Raises:
        IncidentError: the passphrase is not the one.
    """
    nonce, sealed = vault.sealed_key[:_NONCE], vault.sealed_key[_NONCE:]
    try:
        return Sealed(AESGCM(_lock_of(vault, passphrase).decrypt(nonce, sealed, _BOUND_KEY)))
    except InvalidTag:
        raise IncidentError(
            "this passphrase does not open the incidents",
            hint="try again; without it, only dates, families and rungs can be read",
        ) from None


def _lock_of(vault: VaultRow, passphrase: str) -> AESGCM:
    """Return what the passphrase itself encrypts with: the vault's key alone."""
    kdf = Scrypt(salt=vault.salt, length=_KEY, n=vault.cost, r=vault.block_size, p=vault.lanes)
    # The same letters, typed on a Mac and on Windows, differ in bytes.
    return AESGCM(kdf.derive(unicodedata.normalize("NFC", passphrase).encode()))
