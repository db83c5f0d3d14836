import type { BlockView, EdgeTuple, FlowView, Point } from "../src/protocol/flow";
import type { JsonObject } from "../src/protocol/json";

function block(id: string, kind: string, name: string, title: string, settings: JsonObject = {}): BlockView {
  return { id, kind, name, title, settings, ports: [], summary: "", faults: [] };
}

/** The flow of the pictures that the page was designed after. */
export function sampleFlow(): FlowView {
  const choices = [
    { id: "billing", label: "Billing" },
    { id: "problem", label: "A technical problem" },
  ];
  const blocks = [
    block("a", "start", "", "Start"),
    block("b", "offer_choices", "What is it about?", "What is it about?", {
      text: "Hi {firstname}, what can we help you with?",
      choices,
      variable: "topic",
      no_reply_minutes: 10,
    }),
    block("c", "send_message", "Where invoices are", "Where invoices are", {
      text: "Your invoices are in <b>Settings › Billing</b>.",
      images: [],
    }),
    block("d", "send_to_offload_provider", "To the technicians", "To the technicians", {
      provider: "intercom",
      team: "9",
      message: "I will connect you to our technicians, {firstname}.",
      tags: ["technical", "from bot"],
    }),
    block("e", "branch", "Which customer?", "Which customer?", {
      branches: [
        {
          id: "lead",
          label: "A lead",
          match: "all",
          conditions: [
            { variable: "intercom_user_type", operator: "is", value: "lead" },
            { variable: "topic", operator: "is_set", value: "" },
          ],
        },
      ],
    }),
    block("f", "close_conversation", "", "Close conversation", {
      conversation: "{intercom.conversationId}",
      reason: "Solved: thank you for writing.",
    }),
  ];
  const layout: Record<string, Point> = {
    a: [296, 60],
    b: [296, 196],
    c: [592, 60],
    d: [592, 232],
    e: [296, 508],
    f: [866, 96],
  };
  return {
    id: "main",
    name: "Main flow",
    blocks: Object.fromEntries(blocks.map((one) => [one.id, one])),
    edges: [
      ["a", "next", "b"],
      ["b", "billing", "c"],
      ["b", "problem", "d"],
      ["b", "no_reply", "e"],
      ["c", "next", "f"],
      ["e", "otherwise", "d"],
    ],
    layout,
    variables: [
      {
        name: "topic",
        type: "text",
        description: "What the customer asks about",
        sensitive: false,
        default: null,
      },
    ],
    notes: [
      {
        id: "n1",
        text: "Mia from billing checks the invoice text every quarter.",
        colour: "yellow",
        at: [592, 420, 180, 76],
      },
    ],
    groups: [],
  };
}

/** A large flow without places, to see how it opens. */
export function manyBlocks(count: number): FlowView {
  const ids = Array.from({ length: count }, (_, index) => `m${index}`);
  const blocks = ids.map((id, index) =>
    block(id, "send_message", `Step ${index}`, `Step ${index}`, {
      text: `This is message ${index} for {firstname}.`,
    }),
  );
  const edges = ids.slice(1).map((id, index): EdgeTuple => [`m${Math.floor(index / 2)}`, "next", id]);
  const single = new Map(edges.map((edge) => [edge[0], edge]));
  return {
    id: "main",
    name: "Large flow",
    blocks: Object.fromEntries(blocks.map((one) => [one.id, one])),
    edges: [...single.values()],
    layout: {},
    variables: [],
    notes: [],
    groups: [],
  };
}
