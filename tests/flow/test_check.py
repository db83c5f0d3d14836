"""What is wrong with a flow, said as what happens to the customer."""

from __future__ import annotations

import time
from dataclasses import replace

from flowdesigner.blocks import (
    AskQuestion,
    Branch,
    CallApi,
    CloseConversation,
    End,
    GoTo,
    OfferChoices,
    SendMessage,
    SendToOffloadProvider,
    SetVariable,
    Start,
)
from flowdesigner.blocks.branch import Way
from flowdesigner.designer.operations import apply, parse
from flowdesigner.flow.block import Block, BlockId
from flowdesigner.flow.check import CheckContext, check
from flowdesigner.flow.condition import Condition
from flowdesigner.flow.document import Flow
from flowdesigner.flow.template import Template
from flowdesigner.flow.variable import Variable


def chain(*blocks: Block, name: str = "Main") -> Flow:
    """Blocks one after another."""
    flow = Flow(name)
    last = flow.add(Start())
    for block in blocks:
        added = flow.add(block)
        flow.connect(last, added, port=last.ports()[0].id)
        last = added
    return flow


def mended(flow: Flow, code: str) -> Flow:
    """The flow after the mend of its first problem of this code, as the designer would do it."""
    mend = next(problem.mend for problem in check(flow) if problem.code == code)
    assert mend is not None
    twin = flow.copy()
    apply(twin, parse(mend.op))
    return twin


def codes(flow: Flow, context: CheckContext | None = None) -> list[str]:
    return [problem.code for problem in check(flow, context=context)]


def test_a_flow_that_ends_well_has_no_problem() -> None:
    assert check(chain(SendMessage(text="Hi"), CloseConversation())) == []


def test_a_port_that_leads_nowhere_offers_the_block_that_waits_for_an_edge() -> None:
    flow = chain(SendMessage(text="Hi"))
    flow.add(CloseConversation(name="Done"), id="done")
    loose = next(problem for problem in check(flow) if problem.code == "loose_port")
    assert str(loose) == "main: Send message: “Next” leads nowhere: customers who come this way are stuck."
    assert loose.mend is not None
    assert loose.mend.label == "Connect to “Done”"
    assert loose.mend.op == {"op": "connect", "from": "send_message", "port": "next", "to": "done"}


def test_no_start_and_two_starts() -> None:
    assert codes(Flow("Empty")) == ["no_start"]
    flow = chain(CloseConversation())
    flow.add(Start())
    assert "two_starts" in codes(flow)


def test_a_mend_puts_its_problem_right() -> None:
    empty = Flow("Main")
    empty.add(CloseConversation(), at=(400, 120))
    assert "no_start" not in codes(mended(empty, "no_start"))
    assert mended(empty, "no_start").layout[BlockId("start")] == (80, 120)
    twice = chain(CloseConversation())
    twice.add(Start())
    assert "two_starts" not in codes(mended(twice, "two_starts"))
    loose = chain(SendMessage(text="Hi"))
    loose.add(CloseConversation())
    assert codes(mended(loose, "loose_port")) == []


def test_a_misspelt_variable_is_mended_wherever_the_block_reads_it() -> None:
    condition = Condition(variable="firstnam", value=Template("{firstnam}"))
    branch = Branch(branches=[{"id": "a", "label": "A", "conditions": [condition]}])
    flow = chain(branch, CloseConversation())
    flow.connect("branch", "close_conversation", port="otherwise")
    assert codes(flow) == ["unknown_variable"]
    assert codes(mended(flow, "unknown_variable")) == []
    said = chain(SendMessage(text="Hi {firstnam|upper}, {{firstnam}}", images=["{firstnam}"]), CloseConversation())
    block = mended(said, "unknown_variable").block("send_message")
    assert block.model_dump() == {
        "text": "Hi {firstname|upper}, {{firstnam}}",
        "images": ("{firstname}",),
        "files": (),
    }


def test_a_hand_over_to_a_team_in_which_the_bot_answers_is_an_error() -> None:
    flow = chain(SendToOffloadProvider(team="5"), CloseConversation())
    assert codes(flow) == []
    problem = check(flow, context=CheckContext(bot_teams=frozenset({"5"})))[0]
    assert (problem.code, problem.field, problem.severity) == ("bot_team", "team", "error")
    assert "talk over your people" in problem.message


def test_a_team_that_is_gone_is_an_error() -> None:
    flow = chain(SendToOffloadProvider(team="5"), CloseConversation())
    assert codes(flow, CheckContext(teams={"6": "Billing"})) == ["team_gone"]
    assert codes(flow, CheckContext(teams={"5": "Billing"})) == []


def test_a_loop_without_a_customers_turn_is_an_error() -> None:
    flow = chain(SendMessage(name="A", text="a"), SendMessage(name="B", text="b"))
    flow.connect("b", "a")
    assert "silent_loop" in codes(flow)
    asking = chain(OfferChoices(text="?", choices=["Yes"]))
    asking.connect("offer_choices", "offer_choices", port="yes")
    asking.connect("offer_choices", "offer_choices", port="otherwise")
    assert "silent_loop" not in codes(asking)


def test_a_loop_by_a_jump_is_one_as_well() -> None:
    flow = chain(SendMessage(text="a"), GoTo(block="send_message"))
    assert "silent_loop" in codes(flow)


def test_a_jump_to_nowhere_is_an_error() -> None:
    assert "flow_gone" in codes(chain(GoTo(flow="other")))
    assert "block_gone" in codes(chain(GoTo(block="other")))
    other = chain(CloseConversation(), name="Other")
    assert codes(chain(GoTo(flow="other")), CheckContext(flows={"other": other})) == []


def test_a_block_that_nothing_leads_to_is_a_warning() -> None:
    flow = chain(CloseConversation())
    flow.add(CloseConversation(), id="lonely")
    assert [(problem.block, problem.severity) for problem in check(flow)] == [("lonely", "warning")]
    caller = chain(GoTo(flow="main", block="lonely"), name="Caller")
    assert codes(flow, CheckContext(flows={"caller": caller})) == []


def test_a_variable_that_is_never_set_names_the_likely_one() -> None:
    flow = chain(SendMessage(text="Hi {firstnam}"), CloseConversation())
    problem = check(flow)[0]
    assert problem.code == "unknown_variable"
    assert "Did you mean {firstname}?" in problem.message


def test_a_variable_with_a_default_is_set() -> None:
    flow = chain(SendMessage(text="We open at {opening}"), CloseConversation())
    flow.variables["opening"] = Variable(name="opening")
    assert codes(flow) == ["unknown_variable"]
    flow.variables["opening"] = Variable(name="opening", default="9:00")
    assert codes(flow) == []


def asks_then_says(*, first: str) -> Flow:
    """Start, two choices; one way asks for the number, both end in a text with it; `first` is the menu's text."""
    flow = Flow("Main")
    menu = flow.add(OfferChoices(text=Template(first), choices=("Yes", "No")))
    ask = flow.add(AskQuestion(text=Template("Which number?"), variable="number"))
    told = flow.add(CloseConversation(reason=Template("It was {number}.")))
    for source, port, target in (
        (flow.add(Start()), "next", menu), (menu, "yes", ask), (menu, "no", told), (menu, "otherwise", ask),
        (ask, "next", told), (ask, "no_valid_answer", told),
    ):  # fmt: skip
        flow.connect(source, target, port=port)
    return flow


def test_a_variable_that_is_set_on_some_ways_only_is_a_warning() -> None:
    problem = next(one for one in check(asks_then_says(first="Well?")) if one.code == "set_on_some_ways")
    assert problem.message == "Some customers come here before {number} is set, and see nothing in its place."
    assert problem.severity == "warning"


def test_a_variable_that_is_set_only_later_is_a_warning() -> None:
    flow = asks_then_says(first="Is {number} yours?")
    assert [one.block for one in check(flow) if one.code == "set_later"] == ["offer_choices"]


def test_a_loop_that_comes_back_with_the_variable_is_one_of_the_ways() -> None:
    flow = asks_then_says(first="Is {number} yours?")
    flow.connect("ask_question", "offer_choices", port="next")
    assert [one.block for one in check(flow) if one.code == "set_on_some_ways"] == [
        "close_conversation",
        "offer_choices",
    ]


def test_what_has_a_default_counts_as_set() -> None:
    flow = asks_then_says(first="Well?")
    flow.variables["number"] = Variable(name="number", default="none")
    assert "set_on_some_ways" not in codes(flow)


def calls_then_says(other: Flow, *, come_back: bool = True) -> tuple[Flow, CheckContext]:
    """Main goes to the other flow, and says the number after it has come back."""
    flow = chain(GoTo(flow="other", come_back=come_back))
    if come_back:
        flow.connect("go_to", flow.add(CloseConversation(reason=Template("It was {number}."))))
    return flow, CheckContext(flows={"main": flow, "other": other}, main="main")


def test_what_a_flow_sets_counts_where_it_comes_back_to() -> None:
    setting = SetVariable(variable="number", value=Template("7"))
    flow, context = calls_then_says(chain(setting, End(), name="Other"))
    assert codes(flow, context) == []
    flow, context = calls_then_says(chain(SetVariable(variable="size", value=Template("7")), End(), name="Other"))
    assert codes(flow, context) == ["unknown_variable"]
    forked = chain(OfferChoices(text="Do you know it?", choices=["Yes"]), name="Other")
    forked.connect("offer_choices", forked.add(setting), port="yes")
    forked.connect("offer_choices", forked.add(End()), port="otherwise")
    forked.connect("set_variable", "end")
    flow, context = calls_then_says(forked)
    assert codes(flow, context) == ["set_on_some_ways"]


def test_what_is_set_before_a_jump_is_set_in_the_flow_that_it_leads_to() -> None:
    other = chain(CloseConversation(reason=Template("It was {number}.")), name="Other")
    setting = SetVariable(variable="number", value=Template("7"))
    main = chain(setting, GoTo(flow="other"))
    context = CheckContext(flows={"main": main, "other": other}, main="main")
    assert codes(other, context) == []
    early = main.add(OfferChoices(text="Well?", choices=["Yes"]))
    main.connect("start", early)
    main.connect(early, "set_variable", port="yes")
    main.connect(early, "go_to", port="otherwise")
    assert codes(other, context) == ["set_on_some_ways"]


def test_the_flow_for_errors_may_come_after_anything() -> None:
    errors = chain(CloseConversation(reason=Template("It was {number}.")), name="Errors")
    main = chain(SetVariable(variable="number", value=Template("7")), CloseConversation())
    context = CheckContext(flows={"main": main, "errors": errors}, main="main", error_flow="errors")
    assert codes(errors, context) == ["set_on_some_ways"]


def test_flows_that_call_each_other_are_followed_to_the_end() -> None:
    main, other = chain(GoTo(flow="other", come_back=True)), chain(name="Other")
    main.connect("go_to", main.add(CloseConversation(reason=Template("{number}"))))
    ask = other.add(AskQuestion(text=Template("?"), variable="number"))
    other.connect("start", ask)
    again = other.add(GoTo(flow="other", come_back=True))
    other.connect(ask, again)
    other.connect(ask, other.add(End()), port="no_valid_answer")
    other.connect(again, "end")
    assert codes(main, CheckContext(flows={"main": main, "other": other}, main="main")) == []


def test_a_flow_that_no_other_leads_to_is_a_warning() -> None:
    main, other = chain(CloseConversation()), chain(CloseConversation(), name="Other")
    flows = {"main": main, "other": other}
    assert codes(other, CheckContext(flows=flows)) == []
    assert codes(other, CheckContext(flows=flows, main="main")) == ["flow_unused"]
    assert codes(other, CheckContext(flows=flows, main="main", error_flow="other")) == []
    assert codes(main, CheckContext(flows=flows, main="main")) == []


def test_customers_who_go_round_for_ever_are_a_warning() -> None:
    flow = chain(OfferChoices(text="?", choices=["Yes"]))
    flow.connect("offer_choices", "offer_choices", port="yes")
    flow.connect("offer_choices", "offer_choices", port="otherwise")
    assert codes(flow) == ["no_way_out"]
    flow.connect("offer_choices", flow.add(CloseConversation()), port="yes")
    assert codes(flow) == []


def test_a_jump_to_a_flow_that_is_gone_is_mended_by_the_likely_one() -> None:
    other = chain(CloseConversation(), name="Billing")
    main = chain(GoTo(flow="biling"))
    (problem, *_) = check(main, context=CheckContext(flows={"billing": other}))
    assert problem.mend is not None
    assert (problem.code, problem.mend.label) == ("flow_gone", "Go to “Billing”")
    apply(main, parse(problem.mend.op))
    assert codes(main, CheckContext(flows={"billing": other})) == []


def test_a_tag_that_is_nearly_another_one_is_mended() -> None:
    flow = chain(SendToOffloadProvider(team="5", tags=("biling, vip", "{topic}")), CloseConversation())
    flow.variables["topic"] = Variable(name="topic", default="x")
    assert codes(flow) == []
    assert codes(flow, CheckContext(tags=frozenset({"vip", "orders"}))) == []
    tags = CheckContext(tags=frozenset({"vip", "billing"}))
    assert codes(flow, tags) == ["tag_gone"]
    flow = chain(SendToOffloadProvider(team="5", tags=("biling", "vip")), CloseConversation())
    (problem,) = check(flow, context=tags)
    assert problem.mend is not None
    apply(flow, parse(problem.mend.op))
    assert flow.block("send_to_offload_provider").model_dump()["tags"] == ("billing", "vip")


def test_a_bot_that_speaks_as_somebody_who_has_left_is_an_error_of_its_main_flow() -> None:
    main, other = chain(CloseConversation()), chain(CloseConversation(), name="Other")
    context = CheckContext(flows={"main": main, "other": other}, main="main", agent="9", agents={"1": "Ada"})
    assert codes(main, context) == ["agent_gone"]
    assert "agent_gone" not in codes(other, context)
    assert codes(main, replace(context, agent="1")) == []


def test_texts_and_choices_that_customers_do_not_see_as_a_whole_are_warnings() -> None:
    flow = chain(SendMessage(text=Template("<b>" + "x" * 1_000 + "</b>")), CloseConversation())
    assert codes(flow) == []
    flow = chain(SendMessage(text=Template("x" * 2_001)), CloseConversation())
    (problem,) = check(flow)
    assert (problem.code, problem.field, problem.severity) == ("text_too_long", "text", "warning")
    assert "2,001 letters; customers see at most 1,000 on Instagram and 2,000 on Facebook" in problem.message
    menu = chain(OfferChoices(text="?", choices=[f"Choice {number}" for number in range(100)]))
    assert "too_many_choices" in codes(menu)


def test_conditions_may_ask_for_what_is_not_set() -> None:
    flow = asks_then_says(first="Well?")
    asked = Condition(variable="number", operator="is_set")
    branch = flow.add(Branch(branches=(Way(id="known", conditions=(asked,)),)), id="branch")
    flow.connect("start", branch)
    assert not [one for one in check(flow) if one.block == "branch" and one.code.startswith("set_")]


def test_a_conversation_that_just_stops_is_a_warning() -> None:
    assert codes(chain(SendMessage(text="Hi"), End())) == ["left_open"]


def test_settings_are_checked_by_the_block_itself() -> None:
    flow = chain(SendMessage(text=Template("")), CloseConversation())
    problem = check(flow)[0]
    assert (problem.code, problem.field, problem.block) == ("setting", "text", "send_message")


def test_ten_times_the_blocks_take_about_ten_times_as_long() -> None:
    def seconds(number: int) -> float:
        asked = (
            AskQuestion(name=f"Block {n}", text=f"{{x{n}}}", variable=f"v{n}", type="email") for n in range(number)
        )
        flow = chain(*asked)
        began = time.perf_counter()
        assert len(check(flow)) > number
        return time.perf_counter() - began

    # The square would be a hundred times; the bound leaves room for a noisy machine.
    assert min(seconds(1000) for _ in range(3)) < 40 * max(seconds(100) for _ in range(3))


def test_a_secret_that_is_not_kept_is_warned_of_where_that_is_known() -> None:
    call = CallApi(url="https://crm.example.com/", headers=[{"name": "A", "value": "{secret.token}"}])
    flow = chain(call, CloseConversation())
    assert codes(flow) == []
    assert codes(flow, CheckContext(secrets=frozenset({"token"}))) == []
    (problem,) = check(flow, context=CheckContext(secrets=frozenset()))
    assert (problem.code, problem.severity) == ("secret_missing", "warning")


def test_a_sensitive_variable_that_others_can_read_on_its_way_is_warned_of() -> None:
    body = {"method": "POST", "body_type": "json", "body": '{"number": "{card}"}'}
    for url, form, expected in [
        ("https://pay.example.com/cards/{card}", {}, ["exposed"]),
        ("https://pay.example.com/?number={card.number}", {}, ["exposed"]),
        ("https://pay.example.com/cards", body, []),
        ("http://pay.example.com/cards", body, ["exposed"]),
    ]:
        flow = chain(CallApi(url=url, **form), CloseConversation())
        flow.variables["card"] = Variable(name="card", sensitive=True, default="")
        assert codes(flow) == expected, url
        flow.variables["card"] = Variable(name="card", default="")
        assert codes(flow) == []
