"""`Keyring`: the keys that open secrets. The newest encrypts; older ones still open what they encrypted.

They come from the environment, from the system's keyring (`FLOWDESIGNER_SECRET_KEY=keyring`), or from a file of the
user's, one to a line, the newest first. Never from beside the secrets.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet

from flowdesigner.errors import SecretError
from flowdesigner.settings import SECRET_KEY, config_folder, from_environment

KEY_FILE = "secret.key"
SYSTEM = "keyring"
"""What stands in the environment for: ask the system's keyring."""
SERVICE, ACCOUNT = "flowdesigner", "secret-key"


class Keyring:
    """Where the keys come from."""

    def __init__(self, environ: Mapping[str, str] = os.environ, folder: Callable[[], Path] = config_folder) -> None:
        self._environ = environ
        self._folder = folder

    def cipher(self, *, create: bool) -> MultiFernet:
        """The cipher of all keys; SecretError when there is none and `create` is False, or one that is no key."""
        given = from_environment(SECRET_KEY, self._environ)
        if given == SYSTEM:
            return self._of_the_system(create=create)
        if given is not None:
            return _cipher(given, f"the variable {SECRET_KEY}")
        path = self.place()
        if create and not path.exists():
            _make_file(path)
        return _cipher(self._read(path), str(path))

    def place(self) -> Path:
        """The file that is read when the environment says nothing."""
        return self._folder() / KEY_FILE

    def renew(self) -> None:
        """Make a new key, which encrypts from now on. SecretError where the environment gives the keys."""
        given = from_environment(SECRET_KEY, self._environ)
        if given == SYSTEM:
            _system().set_password(SERVICE, ACCOUNT, f"{_new_key()},{_kept_by_the_system()}".strip(","))
        elif given is not None:
            raise SecretError(
                f"The variable {SECRET_KEY} gives the key. Put a new one in front of it there, with a comma between,"
                " start flowdesigner again, and run this once more."
            )
        else:
            path = self.place()
            _write(path, f"{_new_key()}\n{self._read(path) if path.exists() else ''}")

    def is_renewed_by_hand(self) -> bool:
        """Whether somebody else keeps the keys: only what is encrypted can be renewed here."""
        return from_environment(SECRET_KEY, self._environ) not in (None, SYSTEM)

    def __repr__(self) -> str:
        return "Keyring()"

    def _of_the_system(self, *, create: bool) -> MultiFernet:
        keys = _kept_by_the_system()
        if not keys and create:
            keys = _new_key()
            _system().set_password(SERVICE, ACCOUNT, keys)
        if not keys:
            raise SecretError(
                f"The system's keyring has no key (service “{SERVICE}”) to the secrets: enter them again."
            )
        return _cipher(keys, "the system's keyring")

    def _read(self, path: Path) -> str:
        try:
            return path.read_text("ascii")
        except FileNotFoundError:
            raise SecretError(f"The key to the secrets is missing: {path}. Put it back, or set {SECRET_KEY}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise SecretError(f"The key to the secrets cannot be read: {path} ({type(error).__name__}).") from None


def _cipher(keys: str, place: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in re.split(r"[\s,]+", keys.strip())])
    except (ValueError, UnicodeEncodeError):
        # Not chained: the cause may quote the key.
        raise SecretError(
            f"What stands in {place} is not a key: it must be 32 random bytes in URL-safe base64 (44 characters)."
        ) from None


def _new_key() -> str:
    return Fernet.generate_key().decode("ascii")


def _system() -> Any:  # noqa: ANN401 - a module that may not be installed
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise SecretError(
            f"{SECRET_KEY} is “{SYSTEM}”, and the package keyring is missing: install flowdesigner[keyring]."
        ) from None
    return keyring


def _kept_by_the_system() -> str:
    keyring = _system()
    try:
        return str(keyring.get_password(SERVICE, ACCOUNT) or "")
    except keyring.errors.KeyringError as error:
        raise SecretError(f"The system's keyring does not open: {type(error).__name__}.") from None


def _make_file(path: Path) -> None:
    """Write a first key; one that appeared meanwhile stays."""
    _write(path, f"{_new_key()}\n", replace=False)


def _write(path: Path, keys: str, *, replace: bool = True) -> None:
    """Write the file beside, readable by its owner only, then put it in its place."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(keys)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
            return
        with suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    except OSError as error:
        raise SecretError(f"The key to the secrets cannot be written: {path} ({error.strerror}).") from None
