import type { Catalog } from "../src/protocol/catalog";
import type { BlockView, FlowView, Port, Problem } from "../src/protocol/flow";
import { isObject, type Json } from "../src/protocol/json";
import type { Reply, Request } from "../src/protocol/message";
import type { Operation } from "../src/protocol/operation";
import type { Trial, TrialCommand, TrialLine } from "../src/protocol/trial";
import { apply } from "../src/state/apply";

const OTHERWISE: Port = { id: "otherwise", label: "Anything else", hint: "", required: true };

function listed(value: Json | undefined): Port[] {
  const items = Array.isArray(value) ? value.filter(isObject) : [];
  return items.map((item) => ({ id: String(item.id), label: String(item.label), hint: "", required: true }));
}

/** A stand-in for the Python side that is just good enough to look at the page. */
export class FakePython {
  private seq = 0;
  private past: FlowView[] = [];
  private future: FlowView[] = [];
  private lines: TrialLine[] = [];

  constructor(
    private flow: FlowView,
    private readonly catalog: Catalog,
    private readonly reply: (reply: Reply) => void,
  ) {
    this.flow = this.computed(flow);
  }

  clear(): void {
    this.flow = { ...this.flow, blocks: {}, edges: [], layout: {} };
  }

  hear(request: Request): void {
    if (request.type === "hello" || request.type === "flow") this.sendDocument();
    else if (request.type === "op") this.edit(request.id, request.op);
    else if (request.type === "undo") this.travel(this.past, this.future);
    else if (request.type === "redo") this.travel(this.future, this.past);
    else if (request.type === "try") this.tryOut(request);
    else if (request.type === "export") this.reply({ type: "exported", name: "main.json", text: "{}" });
  }

  private sendDocument(): void {
    this.reply({
      type: "document",
      seq: ++this.seq,
      log: this.seq,
      flow: this.flow,
      problems: this.problems(),
      ...this.travels(),
    });
  }

  private travels() {
    return { can_undo: this.past.length > 0, can_redo: this.future.length > 0 };
  }

  private edit(id: string, op: Operation): void {
    if (op.op === "set" && Number(op.settings.retries) > 10) {
      this.reply({
        type: "refused",
        op: id,
        message: "Ten times is the most that a customer is asked.",
        field: "retries",
      });
      return;
    }
    const isSilent = op.op === "move" && op.silent;
    if (!isSilent) this.past.push(this.flow);
    this.future = [];
    this.become(apply(this.flow, op, this.catalog), id);
  }

  private travel(from: FlowView[], to: FlowView[]): void {
    const flow = from.pop();
    if (!flow) return;
    to.push(this.flow);
    this.become(flow, null);
  }

  private become(flow: FlowView, op: string | null): void {
    const before = this.flow;
    this.flow = this.computed(flow);
    const gone = Object.keys(before.blocks).filter((id) => !(id in this.flow.blocks));
    const changed = Object.values(this.flow.blocks).filter((block) => before.blocks[block.id] !== block);
    this.reply({
      type: "changed",
      seq: ++this.seq,
      log: this.seq,
      op,
      blocks: {
        ...Object.fromEntries(changed.map((block) => [block.id, block])),
        ...Object.fromEntries(gone.map((id) => [id, null])),
      },
      edges: this.flow.edges,
      layout: this.flow.layout,
      notes: this.flow.notes,
      groups: this.flow.groups,
      problems: this.problems(),
      ...this.travels(),
    });
  }

  private computed(flow: FlowView): FlowView {
    const entries = Object.entries(flow.blocks).map(([id, block]) => [id, this.computedBlock(block)]);
    return { ...flow, blocks: Object.fromEntries(entries) };
  }

  private computedBlock(block: BlockView): BlockView {
    const { settings } = block;
    const own = [...listed(settings.choices), ...listed(settings.branches)];
    const kind = this.catalog.kinds.find((one) => one.kind === block.kind);
    const rest = (kind?.ports ?? []).filter((port) => port.id !== "otherwise");
    const ends = own.length ? [OTHERWISE] : [];
    const minutes = Number(settings.no_reply_minutes ?? 0);
    const late = minutes
      ? [{ id: "no_reply", label: "No reply", hint: `after ${minutes} min`, required: true }]
      : [];
    const ports = [...own, ...ends, ...rest, ...late];
    const told = settings.text ?? settings.message ?? settings.reason ?? settings.variable ?? "";
    const summary = String(told);
    const isSame = summary === block.summary && JSON.stringify(ports) === JSON.stringify(block.ports);
    return isSame ? block : { ...block, ports, summary };
  }

  private problems(): Problem[] {
    const { blocks, edges } = this.flow;
    const loose = Object.values(blocks).flatMap((block) =>
      block.ports
        .filter(
          (port) => port.required && !edges.some(([from, exit]) => from === block.id && exit === port.id),
        )
        .map((port): Problem => {
          const other = Object.values(blocks).find((one) => one.id !== block.id && one.kind !== "start");
          return {
            block: block.id,
            severity: "error",
            code: "loose-port",
            message: `“${port.label}” leads nowhere: customers who come here are stuck.`,
            field: "",
            port: port.id,
            mend: other
              ? {
                  label: `Connect to “${other.title}”`,
                  op: { op: "connect", from: block.id, port: port.id, to: other.id },
                }
              : null,
          };
        }),
    );
    const talked = Object.values(blocks)
      .filter((block) => block.settings.team === "9")
      .map(
        (block): Problem => ({
          block: block.id,
          severity: "error",
          code: "bot-team",
          message:
            "The bot answers in this team, so it would talk over your people. Choose a team that is not a bot team.",
          field: "team",
          port: "",
          mend: null,
        }),
      );
    return [...loose, ...talked];
  }

  private tryOut(command: TrialCommand): void {
    const bot = (text: string, options: string[] = []): TrialLine => ({
      who: "bot",
      text,
      options: options.map((label) => ({ id: label, label, pressed: false })),
      block: "b",
    });
    const said = (text: string): TrialLine => ({ who: "customer", text, options: [], block: null });
    if (command.do === "start" || command.do === "restart") this.lines = [];
    else if (command.do === "say")
      this.lines.push(
        said(command.text),
        bot("Hi Mia, what can we help you with?", ["Billing", "A technical problem"]),
      );
    else if (command.do === "press")
      this.lines.push(said(command.option), bot("Your invoices are in <b>Settings › Billing</b>."));
    else if (command.do === "skip")
      this.lines.push({ who: "note", text: `${command.minutes} minutes later`, options: [], block: null });
    else if (command.do === "back") this.lines = this.lines.slice(0, -2);
    this.reply({ type: "try", ...this.trial() });
  }

  private trial(): Trial {
    const isFar = this.lines.length > 2;
    return {
      lines: [...this.lines],
      at: this.lines.length ? { flow: this.flow.id, block: isFar ? "c" : "b" } : null,
      path: isFar
        ? [
            ["a", "next", "b"],
            ["b", "billing", "c"],
          ]
        : [["a", "next", "b"]],
      variables: [
        { name: "firstname", value: "Mia" },
        { name: "topic", value: isFar ? "billing" : null },
      ],
      status: this.lines.length > 6 ? "handed_over" : "waiting",
      clock: "Monday 10:24",
      date: "2026-01-05",
      channel: "conversation",
      failing: "",
      answering: [],
      calls: "example",
      can_back: this.lines.length > 0,
      away: false,
      can_again: false,
      stuck: "",
    };
  }
}
