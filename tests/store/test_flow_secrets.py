"""Secrets that flows name: apart from the channel's, and the environment before what is kept."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import SECRET_KEY
from flowdesigner.store.flow_secrets import FlowSecrets
from flowdesigner.store.keys import Keyring
from flowdesigner.store.secrets import Secrets
from flowdesigner.store.store import Store


@pytest.fixture
def secrets(store: Store) -> Secrets:
    return Secrets(store, Keyring({SECRET_KEY: Fernet.generate_key().decode()}))


def test_a_secret_is_kept_listed_and_forgotten(secrets: Secrets) -> None:
    ours = FlowSecrets(secrets, {})
    ours.set("crm_token", "sesame")
    assert (ours.get("crm_token"), ours.names(), ours.has("crm_token")) == ("sesame", ["crm_token"], True)
    ours.forget("crm_token")
    assert (ours.get("crm_token"), ours.names(), ours.has("crm_token")) == (None, [], False)


def test_a_flow_never_gets_the_secrets_of_the_channel(secrets: Secrets) -> None:
    secrets.set("intercom.access_token", "theirs")
    ours = FlowSecrets(secrets, {})
    assert ours.names() == []
    assert ours.get("intercom.access_token") is None


def test_the_environment_goes_before_what_is_kept(secrets: Secrets) -> None:
    environ = {"FLOWDESIGNER_FLOW_SECRET_CRM_TOKEN": "from outside"}
    ours = FlowSecrets(secrets, environ)
    assert ours.has("crm_token")
    ours.set("crm_token", "kept")
    assert ours.get("crm_token") == "from outside"


@pytest.mark.parametrize("name", ["", "a b", "intercom.access_token", "7", "é", "x" * 65])
def test_a_name_that_a_flow_could_not_write_is_refused(secrets: Secrets, name: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot name a secret"):
        FlowSecrets(secrets, {}).set(name, "x")


def test_nothing_is_no_secret(secrets: Secrets) -> None:
    with pytest.raises(ConfigurationError, match="nothing to keep"):
        FlowSecrets(secrets, {}).set("token", "")
