import { expect, test } from "vitest";
import { untestedOf, untouched, WHOLE } from "../src/chats/coverage";
import { freeName, titleOf } from "../src/chats/naming";
import { ordered, tally } from "../src/chats/words";
import type { Coverage, KeptChat, KeptChats } from "../src/protocol/chats";
import { reduce } from "../src/state/reducer";
import { initialState, type State } from "../src/state/state";
import { documentOf, flow } from "./samples";

const COVERAGE: Coverage = {
  blocks: [1, 2],
  ports: [1, 4],
  untouched_blocks: [{ flow: "main", block: "survey", title: "Did this help?" }],
  untouched_ports: [
    { flow: "main", block: "survey", port: "yes", title: "Did this help?", label: "Yes" },
    { flow: "main", block: "topic", port: "otherwise", title: "Topic", label: "Anything else" },
    { flow: "main", block: "topic", port: "no_reply", title: "Topic", label: "No reply" },
  ],
};

function chat(name: string, state: KeptChat["state"]): KeptChat {
  const file = `chats/${name}.chat.txt`;
  return { name, title: name, file, state, message: "", line: null, expected: "", actual: "", text: "" };
}

function chats(...tests: KeptChat[]): KeptChats {
  const passed = tests.filter((one) => one.state === "passed").length;
  return { passed, failed: tests.length - passed, tests, coverage: COVERAGE };
}

function withTests(coverage: boolean): State {
  const shown = reduce(initialState(), {
    type: "reply",
    reply: documentOf({ ...flow(), id: "main" }),
  });
  return reduce(shown, { type: "desk", desk: { tests: chats(), coverage } });
}

test("marks blocks and ports that no test touches, while the marks are wanted", () => {
  const state = withTests(true);
  expect(untestedOf(state, "survey")).toBe(WHOLE);
  expect(untestedOf(state, "topic")).toBe(" otherwise no_reply ");
  expect(untestedOf(state, "start")).toBe("");
  expect(untestedOf(withTests(false), "survey")).toBe("");
});

test("marks nothing in a flow that has a block of the same name", () => {
  const other = reduce(withTests(true), { type: "reply", reply: documentOf({ ...flow(), id: "second" }) });
  expect(untestedOf(other, "survey")).toBe("");
});

test("lists an untouched block once, without its ports", () => {
  expect(untouched(COVERAGE).map(({ block, port }) => `${block} ${port}`)).toEqual([
    "survey ",
    "topic otherwise",
    "topic no_reply",
  ]);
});

test("names a new chat after its first remark, and never like another one", () => {
  expect(titleOf("\n# Where is my order?\n# more\n")).toBe("Where is my order?");
  expect(freeName("# Where is my Ördér?", [])).toBe("where-is-my-order");
  expect(freeName("customer: hi # no remark", ["chat"])).toBe("chat-2");
  expect(freeName("# ../../etc", ["etc", "etc-2"])).toBe("etc-3");
});

test("says how many pass and shows the others first", () => {
  const [good, bad, odd] = [chat("a", "passed"), chat("b", "failed"), chat("c", "broken")];
  expect(tally(chats(good, bad, odd))).toBe("1 of 3 pass");
  expect(tally(chats(good, { ...good, name: "d" }))).toBe("All 2 pass");
  expect(tally(chats())).toBe("No tests yet");
  expect(ordered([good, bad, odd]).map((one) => one.name)).toEqual(["b", "c", "a"]);
});

test("goes on offering to take back what was done to a test, whatever is edited", () => {
  const ask = { type: "tests", do: "put_back", name: "a", text: "customer: Hi\n" } as const;
  const offered = reduce(withTests(false), {
    type: "toast",
    id: 1,
    tone: "ok",
    text: "“a” is removed.",
    offer: { label: "Take it back", ask },
  });
  const undo = { label: "Take it back", ask: { type: "undo" } } as const;
  const both = reduce(offered, { type: "toast", id: 2, tone: "ok", text: "Restored.", offer: undo });
  expect(reduce(both, { type: "edited", pending: [] }).toasts.map((one) => one.id)).toEqual([1]);
});
