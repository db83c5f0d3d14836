"""Secrets, kept as ciphertext: tokens and client secrets. The keys that open them are in `keys.py`."""

from __future__ import annotations

from datetime import datetime

from cryptography.fernet import InvalidToken
from sqlalchemy import Connection, delete, select

from flowdesigner.errors import SecretError
from flowdesigner.settings import SECRET_KEY
from flowdesigner.store.columns import bounded
from flowdesigner.store.keys import Keyring
from flowdesigner.store.repository import Database, now
from flowdesigner.store.tables import secret
from flowdesigner.store.upsert import put


class Secrets:
    """The secrets of one bot, by name."""

    def __init__(self, database: Database, keyring: Keyring | None = None) -> None:
        self._database = database
        self._keyring = keyring or Keyring()

    def set(self, name: str, text: str) -> None:
        """Keep the text under this name, encrypted."""
        ciphertext = self._keyring.cipher(create=True).encrypt(text.encode()).decode("ascii")
        values = {"name": bounded(name), "ciphertext": ciphertext, "updated_at": now()}
        self._database.write(lambda conn: put(conn, secret, values))

    def get(self, name: str) -> str | None:
        """The text kept under this name; SecretError when the key at hand does not open it."""
        ciphertext = self._ciphertext(name)
        if ciphertext is None:
            return None
        try:
            return self._keyring.cipher(create=False).decrypt(ciphertext.encode("ascii")).decode()
        except InvalidToken:
            raise SecretError(
                f"The secret “{name}” was encrypted with another key than the one at hand."
                f" Bring that key (in {SECRET_KEY} or {self._keyring.place()}), or enter the secret again."
            ) from None

    def has(self, name: str) -> bool:
        """Whether something is kept under this name, whatever the key."""
        return self._ciphertext(name) is not None

    def kept_at(self, name: str) -> datetime | None:
        """When what is kept under this name was kept (UTC)."""
        query = select(secret.c.updated_at).where(secret.c.name == name)
        return self._database.read(lambda conn: conn.execute(query).scalar())

    def renew(self) -> int:
        """Encrypt all anew with the newest key; how many. All of them, or none."""
        cipher = self._keyring.cipher(create=False)
        values = [
            {
                "name": name,
                "ciphertext": cipher.encrypt((self.get(name) or "").encode()).decode("ascii"),
                "updated_at": self.kept_at(name),
            }
            for name in self.names()
        ]

        def write(conn: Connection) -> None:
            for one in values:
                put(conn, secret, one)

        self._database.write(write)
        return len(values)

    def names(self) -> list[str]:
        """All names under which something is kept."""
        query = select(secret.c.name).order_by(secret.c.name)
        return list(self._database.read(lambda conn: conn.execute(query).scalars().all()))

    def forget(self, name: str) -> None:
        """Drop what is kept under this name."""
        self._database.write(lambda conn: conn.execute(delete(secret).where(secret.c.name == name)).rowcount)

    def __repr__(self) -> str:
        return "Secrets()"

    def _ciphertext(self, name: str) -> str | None:
        query = select(secret.c.ciphertext).where(secret.c.name == name)
        return self._database.read(lambda conn: conn.execute(query).scalar())
