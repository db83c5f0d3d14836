import { describe, expect, it } from "vitest";
import { clipOf, pasting } from "../src/canvas/clip";
import { hasWords, isMissing, textsOf } from "../src/languages/texts";
import type { BlockView } from "../src/protocol/flow";
import type { Schema } from "../src/protocol/schema";
import { apply } from "../src/state/apply";

const SCHEMA: Schema = {
  properties: {
    text: { type: "string", title: "Question", "x-widget": "rich_text", "x-translated": true },
    note: { type: "string", title: "Note", "x-widget": "rich_text" },
    retry: { type: "string", title: "If it does not fit", "x-translated": true },
    choices: { type: "array", title: "Choices", items: { $ref: "#/$defs/Choice" } },
    tags: { type: "array", items: { type: "string" } },
  },
  $defs: {
    Choice: {
      type: "object",
      properties: { id: { type: "string" }, label: { type: "string", title: "Label", "x-translated": true } },
    },
  },
};

function ask(more: Partial<BlockView> = {}): BlockView {
  const settings = {
    text: "What is it about?",
    note: "For the team",
    retry: "",
    choices: [
      { id: "bill", label: "Billing" },
      { id: "none", label: "" },
    ],
    tags: ["a"],
  };
  return {
    id: "ask",
    kind: "ask",
    name: "",
    title: "Ask",
    settings,
    ports: [],
    summary: "",
    faults: [],
    ...more,
  };
}

describe("the texts of a block", () => {
  it("are those that its schema marks, also inside of lists", () => {
    expect(textsOf(ask(), SCHEMA)).toEqual([
      { path: "text", label: "Question", words: "What is it about?", rich: true },
      { path: "choices.bill.label", label: "Choices", words: "Billing", rich: false },
    ]);
  });

  it("have the words that the bot says where one is left empty", () => {
    const paths = textsOf(ask({ says: { retry: "Please try again." } }), SCHEMA).map((one) => one.words);
    expect(paths).toEqual(["What is it about?", "Please try again.", "Billing"]);
  });

  it("are missing while neither the language nor a wider one has them", () => {
    const [text] = textsOf(ask(), SCHEMA);
    if (!text) throw new Error("no text");
    expect(isMissing(ask(), text, "pt-BR")).toBe(true);
    expect(isMissing(ask({ translations: { pt: { text: "Sobre o quê?" } } }), text, "pt-BR")).toBe(false);
    expect(isMissing(ask({ translations: { "pt-BR": { text: " " } } }), text, "pt-BR")).toBe(true);
  });

  it("need no translation without words", () => {
    expect(["{order.total}", "<b>42</b>", "👍", "Hi {name}", "ж"].map(hasWords)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("a translation", () => {
  const flow = {
    id: "main",
    name: "Main",
    blocks: { ask: ask({ translations: { de: { text: "Worum geht es?" } } }) },
    edges: [],
    layout: {},
    variables: [],
    notes: [],
    groups: [],
  };
  const catalog = { groups: [], kinds: [] };

  it("shows at once, beside those that are there", () => {
    const op = {
      op: "translate",
      block: "ask",
      language: "de",
      texts: { "choices.bill.label": "Rechnung" },
    } as const;
    expect(apply(flow, op, catalog).blocks.ask?.translations).toEqual({
      de: { text: "Worum geht es?", "choices.bill.label": "Rechnung" },
    });
  });

  it("goes with its block to the clipboard and to another flow", () => {
    const clip = clipOf(flow, ["ask"], catalog);
    const empty = { ...flow, id: "other", blocks: {} };
    const pasted = pasting(clip, empty, null);
    if (!pasted) throw new Error("nothing pasted");
    const [block] = Object.values(apply(empty, pasted.op, catalog).blocks);
    expect(block?.translations).toEqual({ de: { text: "Worum geht es?" } });
  });
});
