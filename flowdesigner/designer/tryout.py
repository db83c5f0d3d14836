"""*Try it*: a rehearsal of the draft, and the picture of it that the page shows after every turn.

The page sends `{type: "try", do, ...}`:

    start      begin anew; with `block`, at this block of the flow on the screen
    restart    begin anew in the same way
    show       nothing: tell again, for another flow on the screen
    back       take the last turn back
    again      do it again
    say        `text`: the customer writes it
    press      `option`: the customer presses the button with this id
    skip       `minutes` pass
    skip_to    `text`: time passes until the clock shows it next (`Saturday 18:05`, `18:05`, `2026-01-10 18:05`)
    take_over  a teammate takes the conversation
    reply      `text`: a teammate writes it to the customer, and has the conversation
    give_back  a teammate gives it back; `text` is what the customer wrote and nobody answered, or ""
    set        `name`, `value`: a variable has this value from now on
    fail_next  `text`: the next call that the bot makes fails for this reason, by default that Intercom does not answer
    answer_next  `text`: the next call to an API is answered so: `404`, or `200 {"order": {"status": "sent"}}`
    people     `text`: `away`, no teammate is there from now on; `there`, they are again
    calls      `text`: `real` makes calls to APIs and runs functions from now on; `example`, as it begins, takes the
               blocks' examples
    channel    `text`: the customer writes like this from now on, also after a restart: `conversation` (the Messenger),
               `email`, or another of Intercom's source types
    language   `text`: the customer's language, a code, also after a restart
    open       `name`: play the kept chat with this name, as far as it can be played
    keep       `text`: keep the conversation as a test with this title

and is told after each, with the whole conversation,

    {type: "try", lines: [{who, text, options, block}], at, path, variables, status, clock, date, channel, language,
     failing, answering, away, calls, can_back, can_again, stuck, sensitive}

`status` is new, waiting, handed_over or ended, `clock` what the clock shows (`Monday 10:24`), `date` its day
(`2026-01-05`), `language` the code of the one in which the bot speaks to this customer, or "", `failing` why the next
call will fail, or "", `answering` the statuses of the next answers of APIs, `away` that no teammate is there, `calls`
`real` or `example`; `sensitive` the variables whose values are not shown, `can_again` that a turn was taken back and
nothing done since, `stuck` why the rest of an opened chat cannot be played any more, or "". After `keep` it is told
`{type: "kept", name, title, file}` as well. What cannot be done becomes a notice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from threading import Lock
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.chats import Chat, kept, load_chat, save_chat
from flowdesigner.chats.folder import free_name
from flowdesigner.chats.report import program_of
from flowdesigner.designer.requests import Try
from flowdesigner.errors import EditError
from flowdesigner.flow.api_call import CallApi
from flowdesigner.flow.event import Value
from flowdesigner.flow.language import demanded
from flowdesigner.flow.medium import MESSENGER
from flowdesigner.flow.python_function import CallFunction
from flowdesigner.flow.system_variables import speaking
from flowdesigner.interpreter.act import Say
from flowdesigner.interpreter.clock import in_words
from flowdesigner.interpreter.rehearsal import Rehearsal
from flowdesigner.interpreter.transcript import Line

FIRST_WORDS = "Hello"
NO_ANSWER = "Intercom does not answer"
LONGEST_TITLE = 80


class Tryout:
    """One trial conversation; it follows the draft as it was at its start.

    `facts` are examples of the system variables, `teams` names of the account's teams. `call` makes real calls to APIs,
    `run` runs Python functions; while they do, a turn may take long and belongs into a thread.
    """

    def __init__(
        self,
        bot: Bot,
        facts: Mapping[str, Value],
        *,
        call: Callable[[CallApi], tuple[int, Value]] | None = None,
        run: Callable[[CallFunction], Value] | None = None,
    ) -> None:
        self._bot = bot
        self._facts = facts
        self._call = call
        self._run = run
        self._turns = Lock()
        self.makes_calls = False
        self._start: tuple[str, str] | None = None
        self._source_type = MESSENGER
        self._language = ""
        self._rehearsal: Rehearsal | None = None

    def turn(self, request: Try, flow: str, teams: Mapping[str, str]) -> dict[str, Any]:
        """Do what the page asks and show the conversation; `flow` is the one on the screen."""
        with self._turns:
            return self._turn(request, flow, teams)

    def _turn(self, request: Try, flow: str, teams: Mapping[str, str]) -> dict[str, Any]:
        if request.do == "start":
            self._start = (flow, request.block) if request.block else None
        if request.do == "open":
            self._start, self._source_type, self._language = None, MESSENGER, ""
        if request.do in ("start", "restart", "open") or self._rehearsal is None:
            self._rehearsal = self._begin(teams)
        stuck = ""
        if request.do == "channel":
            self._source_type = request.text.strip() or MESSENGER
            self._rehearsal.write_by(self._source_type)
        elif request.do == "language":
            self._language = demanded(request.text)
            self._rehearsal.speak(self._language)
        elif request.do == "calls":
            self.makes_calls = request.text == "real" and self._call is not None
            self._rehearsal.call = self._call if self.makes_calls else None
            self._rehearsal.run = self._run if self.makes_calls else None
        elif request.do == "open":
            stuck = repeat(self._rehearsal, load_chat(self._bot.folder, request.name))
        else:
            play(self._rehearsal, request)
        return {**view(self._rehearsal, flow), "stuck": stuck, "sensitive": sensitive_in(self._bot)}

    def keep(self, title: str) -> Chat:
        """Keep the conversation as a test, with the answers that the page has shown."""
        rehearsal = self._rehearsal
        if rehearsal is None or not rehearsal.lines:
            raise EditError("Nothing has been said yet. Try the bot, then keep the conversation.")
        said = next((turn.act.text for turn in rehearsal.turns if isinstance(turn.act, Say)), "")
        words = " ".join((title.strip() or said or "Chat").split())[:LONGEST_TITLE]
        acts = [turn.act for turn in rehearsal.turns]
        chat = kept(rehearsal.program, acts, words, free_name(self._bot.folder, words))
        save_chat(self._bot.folder, chat)
        return chat

    def _begin(self, teams: Mapping[str, str]) -> Rehearsal:
        """A new conversation; one that starts in the middle has its first message already."""
        bot = self._bot
        program = program_of(bot)
        call, run = (self._call, self._run) if self.makes_calls else (None, None)
        facts = {**self._facts, **(speaking(bot.languages[0]) if bot.languages else {})}
        rehearsal = Rehearsal(program, facts=facts, teams=teams, call=call, run=run)
        if self._source_type != MESSENGER:
            rehearsal.write_by(self._source_type)
        if self._language:
            rehearsal.speak(self._language)
        if self._start is not None:
            try:
                rehearsal.begin_at(*self._start)
            except ValueError as error:
                self._start = None
                raise EditError("The block to try from is gone. Start from the beginning.") from error
            rehearsal.say(FIRST_WORDS)
        return rehearsal


def play(rehearsal: Rehearsal, request: Try) -> None:
    """One turn of the customer, of time, of a teammate or of the author; EditError, in words, when it cannot be."""
    text = request.text.strip()
    match request.do:
        case "say":
            if text:
                rehearsal.say(text)
        case "press":
            press(rehearsal, request.option)
        case "skip":
            rehearsal.skip(request.minutes)
        case "skip_to":
            skip_to(rehearsal, text)
        case "take_over":
            rehearsal.take_over()
        case "back":
            rehearsal.back()
        case "again":
            rehearsal.again()
        case "reply":
            if text:
                rehearsal.answer_as_teammate(text)
        case "give_back":
            rehearsal.give_back(text)
        case "set":
            if not request.name.strip():
                raise EditError("A variable needs a name.")
            rehearsal.set(request.name.strip(), request.value)
        case "fail_next":
            rehearsal.fail_next(" ".join(text.split()) or NO_ANSWER)
        case "people":
            rehearsal.people_away(text == "away")
        case "answer_next":
            answer_next(rehearsal, text)


def repeat(rehearsal: Rehearsal, chat: Chat) -> str:
    """Do what the chat says; why the rest of it cannot be done any more, or ""."""
    for step in chat.steps:
        try:
            rehearsal.perform(step.act)
        except ValueError as error:
            return str(error)
    return ""


def press(rehearsal: Rehearsal, option: str) -> None:
    """Press a button; one that is not there any more is explained."""
    try:
        rehearsal.press(option)
    except ValueError as error:
        raise EditError("This button belongs to an earlier conversation. Restart, then press it.") from error


def answer_next(rehearsal: Rehearsal, text: str) -> None:
    """Answer the next call to an API with a status and a body."""
    status, _, body = text.partition(" ")
    if not re.fullmatch(r"[2-5]\d\d", status):
        raise EditError('Write the status of the answer, and its body if it has one: 200 {"status": "sent"}')
    rehearsal.answer_next(int(status), body.strip())


def skip_to(rehearsal: Rehearsal, when: str) -> None:
    """Let time pass; a text that is no time to come is explained."""
    try:
        rehearsal.skip_to(when)
    except ValueError as error:
        raise EditError(str(error)) from error


def view(rehearsal: Rehearsal, flow: str) -> dict[str, Any]:
    """The conversation as the page shows it; `path` are the edges taken in the flow on the screen."""
    at = rehearsal.session.position
    return {
        "lines": [line_view(line) for line in rehearsal.lines],
        "at": {"flow": at.flow, "block": at.block} if at else None,
        "path": [[edge.source, edge.port, edge.target] for edge in rehearsal.passed if edge.flow == flow],
        "variables": [{"name": name, "value": value} for name, value in sorted(rehearsal.variables.items())],
        "status": rehearsal.session.status,
        "clock": in_words(rehearsal.now),
        "date": f"{rehearsal.now:%Y-%m-%d}",
        "channel": rehearsal.source_type,
        "language": rehearsal.language,
        "failing": rehearsal.moment.failing,
        "answering": [status for status, _ in rehearsal.moment.answers],
        "away": rehearsal.moment.away,
        "calls": "real" if rehearsal.call else "example",
        "can_back": bool(rehearsal.before),
        "can_again": bool(rehearsal.after),
    }


def sensitive_in(bot: Bot) -> list[str]:
    """The variables whose values are not shown."""
    found = (one for flow in bot.flows.values() for one in flow.variables.values())
    return sorted({one.name for one in found if one.sensitive})


def line_view(line: Line) -> dict[str, Any]:
    """One line; its text, images and files are safe HTML."""
    images = "".join(f'<img src="{escape(image)}" alt="">' for image in line.images)
    files = "".join(f"<p>File: {escape(str(file))}</p>" for file in line.files)
    options = [{"id": one.id, "label": one.label, "pressed": one.id == line.pressed} for one in line.options]
    return {"who": line.who, "text": line.text + images + files, "options": options, "block": line.block or None}
