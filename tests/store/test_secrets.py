from __future__ import annotations

import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from flowdesigner.errors import SecretError
from flowdesigner.store.keys import Keyring
from flowdesigner.store.store import Store
from flowdesigner.store.tables import secret

TOKEN = "dG9rOmFiY2RlZjEyMzQ1Njc4OTA="


def key_file(home: Path) -> Path:
    return home / "flowdesigner" / "secret.key"


def test_a_secret_comes_back_and_can_be_forgotten(store: Store) -> None:
    assert (store.secrets.get("intercom.access_token"), store.secrets.has("intercom.access_token")) == (None, False)
    store.secrets.set("intercom.access_token", "old")
    store.secrets.set("intercom.access_token", TOKEN)
    assert store.secrets.get("intercom.access_token") == TOKEN
    store.secrets.forget("intercom.access_token")
    assert not store.secrets.has("intercom.access_token")


def test_it_is_in_no_file_of_the_bot_and_in_nothing_that_is_printed(store: Store, place: Path) -> None:
    store.secrets.set("intercom.access_token", TOKEN)
    assert TOKEN not in f"{store!r} {store.secrets!r} {vars(store.secrets)}"
    rows = store.read(lambda conn: conn.execute(select(secret)).all())
    assert len(rows) == 1
    assert TOKEN not in str(rows)
    store.close()
    files = [path for path in place.parent.parent.rglob("*") if path.is_file()]
    assert bool(files) == (not store.is_shared)
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]


def test_the_key_is_the_users_and_only_the_user_can_read_it(store: Store, config_home: Path) -> None:
    assert not key_file(config_home).exists()
    store.secrets.set("name", TOKEN)
    key = key_file(config_home)
    assert (stat.S_IMODE(key.stat().st_mode), stat.S_IMODE(key.parent.stat().st_mode)) == (0o600, 0o700)
    assert [path.name for path in key.parent.iterdir()] == ["secret.key"]


def test_asking_makes_no_key(store: Store, config_home: Path) -> None:
    assert store.secrets.get("name") is None
    assert not config_home.exists()


def test_the_environment_may_bring_the_key(store: Store, config_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", Fernet.generate_key().decode())
    store.secrets.set("name", TOKEN)
    assert store.secrets.get("name") == TOKEN
    assert not config_home.exists()


def test_another_key_is_said_in_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.secrets.set("name", TOKEN)
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", Fernet.generate_key().decode())
    with pytest.raises(SecretError, match=r"“name” was encrypted with another key.*enter the secret again"):
        store.secrets.get("name")
    assert store.secrets.has("name")


def test_a_missing_key_is_said_in_words(store: Store, config_home: Path) -> None:
    store.secrets.set("name", TOKEN)
    key_file(config_home).unlink()
    with pytest.raises(SecretError, match=r"is missing: .*secret\.key"):
        store.secrets.get("name")
    assert not key_file(config_home).exists()


def test_what_is_no_key_is_said_without_showing_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", "correct horse battery staple")
    with pytest.raises(SecretError, match="FLOWDESIGNER_SECRET_KEY is not a key") as caught:
        store.secrets.set("name", TOKEN)
    assert "horse" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert not store.secrets.has("name")


def test_stores_of_one_user_share_the_key(store: Store, tmp_path: Path) -> None:
    store.secrets.set("name", TOKEN)
    with Store.open(tmp_path / "other.sqlite") as other:
        other.secrets.set("name", "another")
        assert other.secrets.get("name") == "another"
    assert store.secrets.get("name") == TOKEN


def test_a_renewed_key_encrypts_and_the_one_before_still_opens(store: Store, config_home: Path) -> None:
    store.secrets.set("name", TOKEN)
    before = key_file(config_home).read_text().strip()
    Keyring().renew()
    newest, *older = key_file(config_home).read_text().split()
    assert newest != before
    assert older == [before]
    assert stat.S_IMODE(key_file(config_home).stat().st_mode) == 0o600
    assert store.secrets.get("name") == TOKEN
    kept_at = store.secrets.kept_at("name")
    assert store.secrets.renew() == 1
    key_file(config_home).write_text(newest)
    assert store.secrets.get("name") == TOKEN
    assert store.secrets.kept_at("name") == kept_at


def test_keys_of_the_environment_are_renewed_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", old)
    store.secrets.set("name", TOKEN)
    with pytest.raises(SecretError, match="Put a new one in front of it"):
        Keyring().renew()
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", f"{new},{old}")
    assert store.secrets.renew() == 1
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", new)
    assert store.secrets.get("name") == TOKEN


class Wallet(ModuleType):
    """A keyring of the system, in memory."""

    class errors:  # noqa: N801 (the module's own name)
        KeyringError = RuntimeError

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, account: str) -> str | None:
        return self.kept.get((service, account))

    def set_password(self, service: str, account: str, text: str) -> None:
        self.kept[service, account] = text


def test_the_systems_keyring_may_keep_the_key(store: Store, config_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wallet = Wallet()
    monkeypatch.setitem(sys.modules, "keyring", wallet)
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", "keyring")
    store.secrets.set("name", TOKEN)
    Keyring().renew()
    assert store.secrets.get("name") == TOKEN
    (keys,) = wallet.kept.values()
    assert len(keys.split(",")) == 2
    assert not config_home.exists()
    wallet.kept.clear()
    with pytest.raises(SecretError, match="keyring has no key"):
        store.secrets.get("name")


def test_without_the_package_it_is_said_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", "keyring")
    with pytest.raises(SecretError, match=r"install flowdesigner\[keyring\]"):
        store.secrets.set("name", TOKEN)
