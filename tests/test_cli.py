"""The command line as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from flowdesigner.bot import Bot
from flowdesigner.cli import app
from flowdesigner.settings import SECRET_KEY

BILLING = Path(__file__).parent / "samples/bots/billing"


def flowdesigner(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=typed)


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    folder = tmp_path / "order-support"
    Bot.create(folder, "Order support", example=True)
    return folder


def test_help_lists_every_command() -> None:
    done = flowdesigner("--help")
    assert done.exit_code == 0
    for command in [
        "design",
        "new",
        "check",
        "talk",
        "test",
        "publish",
        "versions",
        "secret",
        "examples",
        "run",
        "status",
        "stop",
        "move-store",
        "sandbox",
        "export",
    ]:
        assert command in done.output


def test_a_word_that_is_no_command_and_no_bot_is_explained() -> None:
    done = flowdesigner("nonesuch")
    assert done.exit_code == 2
    assert "To make one: flowdesigner new nonesuch" in done.output


def test_new_makes_a_bot_that_check_accepts(tmp_path: Path) -> None:
    folder = tmp_path / "returns-desk"
    assert "Made “Returns desk”" in flowdesigner("new", str(folder)).output
    assert Bot.load(folder).name == "Returns desk"


def test_new_begins_with_an_example_that_examples_lists(tmp_path: Path) -> None:
    listed = flowdesigner("examples").output
    assert "order_status " in listed
    made = flowdesigner("new", str(tmp_path / "status-desk"), "--example", "order-status")
    assert "Made “Status desk”" in made.output
    assert flowdesigner("test", str(tmp_path / "status-desk")).exit_code == 0
    refused = flowdesigner("new", str(tmp_path / "other"), "--example", "nonesuch")
    assert (refused.exit_code, "There is no example “nonesuch”" in refused.output) == (1, True)


def test_new_refuses_a_folder_that_is_in_use(bot: Path) -> None:
    done = flowdesigner("new", str(bot))
    assert done.exit_code == 1
    assert str(bot) in done.output


def test_check_finds_nothing_wrong_with_the_example(bot: Path) -> None:
    done = flowdesigner("check", str(bot))
    assert done.exit_code == 0, done.output
    assert done.output.endswith("no errors, no warnings.\n")


def test_check_says_what_is_wrong_and_exits_with_1(tmp_path: Path) -> None:
    folder = tmp_path / "bot"
    flowdesigner("new", str(folder))
    bot = Bot.load(folder)
    flow = bot.flows["main"]
    from flowdesigner.blocks import SendMessage

    flow.add(SendMessage(text=""), at=(0, 0))
    bot.save()
    done = flowdesigner("check", str(folder))
    assert done.exit_code == 1
    assert "error: " in done.output


def test_a_broken_file_is_named_with_the_place_and_left_alone(bot: Path) -> None:
    broken = '{"format": 1, "id": "main", "name": "Main", "blocks": 7}'
    (bot / "main.flow.json").write_text(broken)
    done = flowdesigner("check", str(bot))
    assert done.exit_code == 1
    assert "main.flow.json" in done.output
    assert "$.blocks" in done.output
    assert (bot / "main.flow.json").read_text() == broken


def test_talk_plays_the_draft() -> None:
    done = flowdesigner("talk", str(BILLING), typed="hello\nbilling\nyes\n\n")
    assert done.exit_code == 0
    assert "What can we help you with?" in done.output
    assert "Did this help?" in done.output


def test_talk_knows_a_customer(tmp_path: Path) -> None:
    Bot.create(tmp_path / "desk", "Desk", example=True)
    assert "Hi Mia," in flowdesigner("talk", str(tmp_path / "desk"), typed="hello\n\n").output


def test_a_talk_can_be_kept_as_a_test(bot: Path) -> None:
    done = flowdesigner("talk", str(bot), "--keep", "Invoices, again", typed="hello\nbilling\n\n")
    assert "Kept as chats/invoices-again.chat.txt." in done.output
    assert flowdesigner("test", str(bot), "invoices-again").exit_code == 0
    assert "Kept" not in flowdesigner("talk", str(bot), "--keep", "Nothing", typed="\n").output


def test_talk_can_be_in_another_language_and_is_kept_so(bot: Path) -> None:
    loaded = Bot.load(bot)
    loaded.speak("en", "de")
    loaded.flow().translate("topic", "text", "de", "Hallo {firstname}!")
    loaded.save()
    done = flowdesigner("talk", str(bot), "--language", "de", "--keep", "German", typed="Hallo\n\n")
    assert "bot: Hallo Mia!" in done.output
    assert "customer speaks de\n\ncustomer: Hallo\nbot: Hallo Mia!" in (bot / "chats/german.chat.txt").read_text(
        "utf-8"
    )
    assert "no language's code" in flowdesigner("talk", str(bot), "--language", "xq").output


def test_translations_go_to_a_file_and_come_back(bot: Path, tmp_path: Path) -> None:
    assert "This bot speaks one language" in flowdesigner("translations", str(bot)).output
    loaded = Bot.load(bot)
    loaded.speak("en", "de")
    loaded.save()
    file = tmp_path / "texts.csv"
    done = flowdesigner("translations", str(bot), "--to", str(file))
    assert done.output.splitlines()[0] == f"Wrote {file}."
    file.write_text("flow,block,text,de\nmain,topic,text,Hallo\n", "utf-8")
    done = flowdesigner("translations", str(bot), "--from", str(file))
    assert done.output.splitlines()[0] == "Changed texts: 1 in German."
    assert Bot.load(bot).flow().block("topic").translations == {"de": {"text": "Hallo"}}
    file.write_text("nonsense", "utf-8")
    done = flowdesigner("translations", str(bot), "--from", str(file))
    assert (done.exit_code, "no column “flow”" in done.output) == (1, True)


def test_publish_counts_versions(bot: Path) -> None:
    assert "version 1 " in flowdesigner("publish", str(bot), "-m", "first").output
    assert "version 2 " in flowdesigner("publish", str(bot)).output


@pytest.mark.parametrize("name", ["bot.json", "bot.mmd"])
def test_export_writes_one_file(bot: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert flowdesigner("export", str(bot), "--to", str(target)).exit_code == 0
    text = target.read_text("utf-8")
    assert json.loads(text)["name"] == "Order support" if name.endswith("json") else text.startswith("flowchart")


def test_export_refuses_what_it_cannot_write(bot: Path, tmp_path: Path) -> None:
    assert ".json or .mmd" in flowdesigner("export", str(bot), "--to", str(tmp_path / "bot.docx")).output


def test_stop_says_when_nothing_runs(bot: Path) -> None:
    assert "does not run" in flowdesigner("stop", str(bot)).output


def test_the_kept_chats_of_the_example_pass(bot: Path) -> None:
    done = flowdesigner("test", str(bot))
    assert done.exit_code == 0, done.output
    assert "7 of 7 chats passed." in done.output
    assert "The chats touch 11 of 11 blocks" in done.output


def reword(bot: Path) -> None:
    loaded = Bot.load(bot)
    loaded.flow().update("invoices", text="Look into your settings.")
    loaded.save()


def test_a_chat_that_fails_shows_the_line_and_can_be_accepted(bot: Path) -> None:
    reword(bot)
    done = flowdesigner("test", str(bot), "billing")
    assert done.exit_code == 1
    assert "chats/billing.chat.txt, line 8" in done.output
    assert "there came “bot: Look into your settings.”" in done.output
    assert "0 of 1 chat passed." in done.output
    assert flowdesigner("test", str(bot), "billing", "--accept").exit_code == 0
    assert "bot: Look into your settings." in (bot / "chats" / "billing.chat.txt").read_text("utf-8")
    assert flowdesigner("test", str(bot)).exit_code == 1
    assert "no chat “nonesuch”" in flowdesigner("test", str(bot), "nonesuch").output


def test_publish_asks_for_a_go_ahead_when_kept_chats_fail(bot: Path) -> None:
    reword(bot)
    done = flowdesigner("publish", str(bot))
    assert done.exit_code == 1
    assert "failed: “A question about billing is answered”" in done.output
    assert "--despite-failed-tests" in done.output
    assert "version 1 " in flowdesigner("publish", str(bot), "--despite-failed-tests").output


def test_versions_are_listed_compared_gone_to_and_restored(bot: Path) -> None:
    assert "Nothing is published yet." in flowdesigner("versions", str(bot)).output
    flowdesigner("publish", str(bot), "-m", "first")
    reword(bot)
    flowdesigner("publish", str(bot), "-m", "second", "--despite-failed-tests")
    first, second = reversed(flowdesigner("versions", str(bot)).output.splitlines())
    assert first.startswith("  1 ")
    assert first.endswith("first")
    assert second.startswith("* 2 ")
    assert flowdesigner("versions", str(bot), "--diff", "1", "2").output == (
        "Main flow: “Where invoices are”: Text changed from “Your invoices are in <b>Settings › Billing</b>.”"
        " to “Look into your settings.”.\n"
    )
    assert flowdesigner("versions", str(bot), "--diff", "2", "0").output == "No difference.\n"
    assert "use version 1" in flowdesigner("versions", str(bot), "--go-to", "1").output
    assert "* 1 " in flowdesigner("versions", str(bot)).output
    assert "as version 1 now" in flowdesigner("versions", str(bot), "--restore", "1").output
    assert "as version 1 already" in flowdesigner("versions", str(bot), "--restore", "1").output
    assert flowdesigner("versions", str(bot), "--diff", "1", "0").output == "No difference.\n"
    assert "no version 7" in flowdesigner("versions", str(bot), "--go-to", "7").output


def test_a_secret_is_asked_for_kept_and_forgotten(bot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_KEY, Fernet.generate_key().decode())
    kept = flowdesigner("secret", str(bot), "crm_token", typed="sesame\n")
    assert kept.output.endswith("Kept “crm_token”. Flows name it {secret.crm_token}.\n")
    assert "sesame" not in kept.output
    assert flowdesigner("secret", str(bot)).output == "crm_token\n"
    assert "sesame" not in flowdesigner("export", str(bot), "--to", str(bot / "out.json")).output
    flowdesigner("secret", str(bot), "crm_token", "--forget")
    assert "No secret is kept" in flowdesigner("secret", str(bot)).output


def test_a_name_that_no_flow_could_write_is_refused(bot: Path) -> None:
    refused = flowdesigner("secret", str(bot), "crm token", typed="sesame\n")
    assert (refused.exit_code, "cannot name a secret" in refused.output) == (1, True)
