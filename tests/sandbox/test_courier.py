"""Notifications arrive signed, in order, once; a failed one is tried again once, a refused one later and later."""

from __future__ import annotations

from flowdesigner.intercom.notification import parse
from flowdesigner.intercom.signature import is_signed
from flowdesigner.sandbox import Sandbox, customers, teammates
from flowdesigner.sandbox.courier import Delivery
from flowdesigner.settings import SANDBOX_BOT_AGENT
from tests.sandbox.subscriber import WEBHOOK, Naps, Webhook, settled


def only(sandbox: Sandbox) -> Delivery:
    """The one delivery that there is."""
    [delivery] = sandbox.courier.deliveries
    return delivery


async def test_what_arrives_is_signed_and_can_be_read(sandbox: Sandbox, webhook: Webhook) -> None:
    talk = sandbox.start("Where is my <order>?")
    await sandbox.courier.idle()
    [post] = webhook.posts
    assert post.url == WEBHOOK
    assert is_signed(post.body, post.headers["X-Hub-Signature"], [sandbox.settings.client_secret])
    notification = parse(post.body)
    assert (notification.topic, notification.app_id) == ("conversation.user.created", "acme0001")
    assert post.data["data"]["item"]["id"] == talk.id
    assert (only(sandbox).outcome, only(sandbox).said) == ("delivered", "200")


async def test_another_secret_signs_otherwise(sandbox: Sandbox, webhook: Webhook) -> None:
    sandbox.settings.client_secret = "another"
    sandbox.start("Hello")
    await sandbox.courier.idle()
    [post] = webhook.posts
    assert is_signed(post.body, post.headers["X-Hub-Signature"], ["another"])


async def test_everything_arrives_in_the_order_in_which_it_happened(sandbox: Sandbox, webhook: Webhook) -> None:
    talk = sandbox.start("Hello")
    olive = sandbox.workspace.admin(SANDBOX_BOT_AGENT)
    teammates.reply(sandbox.workspace, talk, olive, "<p>Hi</p>")
    customers.reply(sandbox.workspace, talk, "Bye")
    teammates.close(sandbox.workspace, talk, olive)
    await sandbox.courier.idle()
    assert webhook.topics == ["user.created", "admin.replied", "user.replied", "admin.closed"]


async def test_an_address_is_asked_with_head_before_its_first_notification_only(
    sandbox: Sandbox, webhook: Webhook
) -> None:
    sandbox.start("One")
    sandbox.start("Two")
    await sandbox.courier.idle()
    assert webhook.heads == [WEBHOOK]
    sandbox.settings.webhook = "http://another.test/"
    sandbox.start("Three")
    await sandbox.courier.idle()
    assert webhook.heads == [WEBHOOK, "http://another.test/"]


async def test_an_address_that_does_not_answer_head_gets_nothing(
    sandbox: Sandbox, webhook: Webhook, naps: Naps
) -> None:
    webhook.head = 405
    sandbox.start("Hello")
    await naps.end()
    await sandbox.courier.idle()
    assert not webhook.posts
    assert only(sandbox).outcome == "dropped"
    assert only(sandbox).said == "HEAD was answered 405, so Intercom would refuse this address"


async def test_a_failed_one_is_tried_again_once_after_a_minute(sandbox: Sandbox, webhook: Webhook, naps: Naps) -> None:
    webhook.answers.append(500)
    sandbox.start("Hello")
    await settled()
    assert (only(sandbox).outcome, only(sandbox).said) == ("waiting", "answered 500; once more in 60 s")
    await naps.end()
    await sandbox.courier.idle()
    assert naps.taken == [60]
    assert [post.data["delivery_attempts"] for post in webhook.posts] == [1, 2]
    assert webhook.posts[0].data["id"] == webhook.posts[1].data["id"]
    assert only(sandbox).outcome == "delivered"


async def test_who_never_answers_is_given_up_and_others_do_not_wait(
    sandbox: Sandbox, webhook: Webhook, naps: Naps
) -> None:
    webhook.answers.extend([0, 200, 0])
    talk = sandbox.start("Hello")
    await settled()
    customers.reply(sandbox.workspace, talk, "Still there?")
    await settled()
    assert webhook.topics == ["user.created", "user.replied"]
    await naps.end()
    assert [(one.outcome, one.attempts) for one in sandbox.courier.deliveries] == [("dropped", 2), ("delivered", 1)]
    assert sandbox.courier.deliveries[0].said == "nobody answers there"


async def test_429_is_tried_later_and_later_for_two_hours(sandbox: Sandbox, webhook: Webhook, naps: Naps) -> None:
    webhook.answers.extend([429] * 20)
    sandbox.start("Hello")
    for _ in range(9):
        await naps.end()
    await sandbox.courier.idle()
    assert naps.taken == [60, 120, 240, 480, 960, 1920, 3840]
    assert (only(sandbox).outcome, only(sandbox).said) == ("dropped", "answered 429 too long")


async def test_410_turns_the_subscription_off_until_the_next_test(
    sandbox: Sandbox, webhook: Webhook, naps: Naps
) -> None:
    webhook.answers.append(410)
    sandbox.start("One")
    await sandbox.courier.idle()
    sandbox.start("Two")
    await naps.end()
    assert [one.outcome for one in sandbox.courier.deliveries] == ["dropped", "dropped"]
    assert "the subscription is off" in sandbox.courier.deliveries[0].said
    sandbox.courier.ping()
    sandbox.start("Three")
    await sandbox.courier.idle()
    assert webhook.topics == ["user.created", "ping", "user.created"]


async def test_nothing_is_sent_without_an_address_or_of_topics_that_are_not_ticked(
    sandbox: Sandbox, webhook: Webhook
) -> None:
    sandbox.settings.topics = frozenset({"conversation.user.replied"})
    talk = sandbox.start("One")
    customers.reply(sandbox.workspace, talk, "Two")
    await sandbox.courier.idle()
    sandbox.settings.webhook = ""
    customers.reply(sandbox.workspace, talk, "Three")
    sandbox.courier.ping()
    await sandbox.courier.idle()
    assert len(sandbox.courier.deliveries) == 1
    assert webhook.topics == ["user.replied"]
