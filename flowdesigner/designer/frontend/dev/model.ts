import type { FlowView } from "../src/protocol/flow";
import type { Reply, Request } from "../src/protocol/message";
import type { Model, Traits } from "../src/protocol/model";
import catalog from "./catalog.json";
import { FakePython } from "./python";

type Listener = (reply: Reply) => void;

/** anywidget's model without a kernel: `python` answers after a moment, or not at all while `silent`. */
export class FakeModel implements Model {
  readonly python: FakePython;
  silent = false;
  delay = 30;
  sent: Request[] = [];
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly traits: Traits;

  constructor(flow: FlowView) {
    this.traits = traitsFor(flow);
    this.python = new FakePython(flow, this.traits.catalog, (reply) => this.emit("msg:custom", reply));
  }

  get<Name extends keyof Traits>(name: Name): Traits[Name] {
    return this.traits[name];
  }

  set<Name extends keyof Traits>(name: Name, value: Traits[Name]): void {
    this.traits[name] = value;
    this.emit(`change:${name}`);
  }

  save_changes(): void {}

  send(request: Request): void {
    this.sent.push(request);
    if (this.silent) return;
    setTimeout(() => {
      if (request.type === "publish") this.publish(request.note);
      else if (request.type === "live") this.live(request.do);
      else this.python.hear(request);
    }, this.delay);
  }

  /** What Python says by itself. */
  receive(reply: Reply): void {
    this.emit("msg:custom", reply);
  }

  on(event: string, listener: Listener | (() => void)): void {
    this.of(event).add(listener as Listener);
  }

  off(event: string, listener: Listener | (() => void)): void {
    this.of(event).delete(listener as Listener);
  }

  private publish(note: string): void {
    const number = (this.traits.bot.live?.number ?? 0) + 1;
    const live = { number, note, at: "2025-06-02T10:24:00Z" };
    this.set("bot", { ...this.traits.bot, live, changes: 0 });
    this.emit("msg:custom", { type: "published", number });
  }

  private live(what: "go" | "stop"): void {
    this.set("bot", { ...this.traits.bot, running: what === "go" ? "live" : "stopped" });
    this.emit("msg:custom", {
      type: "notice",
      tone: "ok",
      text: what === "go" ? "Version 7 is live." : "Stopped.",
    });
  }

  private of(event: string): Set<Listener> {
    const known = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, known);
    return known;
  }

  private emit(event: string, reply?: Reply): void {
    for (const listener of this.of(event)) listener(reply as Reply);
  }
}

function traitsFor(flow: FlowView): Traits {
  return {
    catalog: catalog as unknown as Traits["catalog"],
    bot: {
      name: "Order support",
      flows: [
        { id: flow.id, name: flow.name },
        { id: "errors", name: "Error occurred" },
      ],
      flow: flow.id,
      live: { number: 7, note: "", at: "2025-05-30T09:12:00Z" },
      changes: 3,
      running: "live",
      running_text: "Answers since Friday 9:12",
    },
    account: {
      workspace: "Acme workspace",
      reachable: true,
      teams: [
        { id: "5", name: "Technical support", is_bot_team: false },
        { id: "6", name: "Billing", is_bot_team: false },
        { id: "9", name: "Order bot", is_bot_team: true },
      ],
      agents: [{ id: "1", name: "Olive Bot", avatar: "", has_inbox_seat: true }],
      tags: ["technical", "from bot", "refund"],
      providers: [{ id: "intercom", label: "Intercom" }],
    },
    page: "flow",
    theme: "light",
    embedded: false,
    system_variables: [
      { name: "firstname", description: "The customer's first name", example: "Mia" },
      { name: "lastname", description: "The customer's last name", example: "Novak" },
      { name: "intercom_user_email", description: "The customer's address", example: "mia@example.com" },
      { name: "intercom_user_type", description: "user, lead or visitor", example: "user" },
      { name: "intercom.conversationId", description: "The number of the conversation", example: "215" },
    ],
  };
}
