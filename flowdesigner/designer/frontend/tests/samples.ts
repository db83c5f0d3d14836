import catalogData from "../dev/catalog.json";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import type { Catalog, Kind } from "../src/protocol/catalog";
import type { BlockView, FlowView } from "../src/protocol/flow";
import type { Changed, DocumentSent } from "../src/protocol/message";

export const catalog = catalogData as unknown as Catalog;

/** The flow of the pictures with its ports, as Python would send it. */
export function flow(): FlowView {
  const model = new FakeModel(sampleFlow());
  let sent: FlowView | null = null;
  model.on("msg:custom", (reply) => {
    if (reply.type === "document") sent = reply.flow;
  });
  model.python.hear({ type: "hello", client: "test" });
  if (!sent) throw new Error("no document");
  return sent;
}

export function blockOf(view: FlowView, id: string): BlockView {
  const block = view.blocks[id];
  if (!block) throw new Error(`no block ${id}`);
  return block;
}

export function kindOf(name: string): Kind {
  const kind = catalog.kinds.find((one) => one.kind === name);
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

export function documentOf(view: FlowView): DocumentSent {
  return { type: "document", seq: 1, log: 1, flow: view, problems: [], can_undo: false, can_redo: false };
}

export function changedBy(op: string | null, change: Partial<Changed> = {}): Changed {
  return {
    type: "changed",
    seq: 2,
    log: 2,
    op,
    blocks: {},
    problems: [],
    can_undo: true,
    can_redo: false,
    ...change,
  };
}
