"""Secrets, kept as ciphertext: tokens and client secrets. The key that opens them is never beside them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select

from flowdesigner.errors import SecretError
from flowdesigner.settings import SECRET_KEY, config_folder, from_environment
from flowdesigner.store.columns import bounded
from flowdesigner.store.repository import Database, now
from flowdesigner.store.tables import secret
from flowdesigner.store.upsert import put

KEY_FILE = "secret.key"


class Keyring:
    """Where the key comes from: the environment, else a file of the user's, made when it is first needed."""

    def __init__(self, environ: Mapping[str, str] = os.environ, folder: Callable[[], Path] = config_folder) -> None:
        self._environ = environ
        self._folder = folder

    def cipher(self, *, create: bool) -> Fernet:
        """The cipher of the key; SecretError when there is none and `create` is False, or when it is no key."""
        given = from_environment(SECRET_KEY, self._environ)
        if given is not None:
            return _cipher(given, f"the variable {SECRET_KEY}")
        path = self.place()
        if create and not path.exists():
            _make_key(path)
        try:
            return _cipher(path.read_text("ascii").strip(), str(path))
        except FileNotFoundError:
            raise SecretError(f"The key to the secrets is missing: {path}. Put it back, or set {SECRET_KEY}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise SecretError(f"The key to the secrets cannot be read: {path} ({type(error).__name__}).") from None

    def place(self) -> Path:
        """The file that is read when the environment names no key."""
        return self._folder() / KEY_FILE

    def __repr__(self) -> str:
        return "Keyring()"


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


def _cipher(key: str, place: str) -> Fernet:
    try:
        return Fernet(key)
    except (ValueError, UnicodeEncodeError):
        # Not chained: the cause may quote the key.
        raise SecretError(
            f"What stands in {place} is not a key: it must be 32 random bytes in URL-safe base64 (44 characters)."
        ) from None


def _make_key(path: Path) -> None:
    """Write a new key, readable by its owner only; a key that appeared meanwhile stays."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    except OSError as error:
        raise SecretError(f"The key to the secrets cannot be written: {path} ({error.strerror}).") from None
