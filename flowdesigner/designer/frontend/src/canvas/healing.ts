import type { FlowView } from "../protocol/flow";
import type { Operation } from "../protocol/operation";
import type { Session } from "../state/session";

interface Offer {
  label: string;
  op: Operation;
}

/** The edit that leads the lines into a block on to where its one way led, once it is gone; null when that is unclear. */
export function healing(flow: FlowView, id: string): Offer | null {
  const before = flow.edges.filter(([from, , to]) => to === id && from !== id);
  const after = new Set(flow.edges.filter(([from, , to]) => from === id && to !== id).map(([, , to]) => to));
  const [to, ...others] = after;
  const target = to && flow.blocks[to]?.title;
  const [first] = before;
  if (!first || !to || !target || others.length) return null;
  const ops = before.map(([from, port]): Operation => ({ op: "connect", from, port, to }));
  const what = ops.length === 1 ? `“${flow.blocks[first[0]]?.title}”` : `the ${ops.length} lines`;
  const [only] = ops;
  return {
    label: `Lead ${what} on to “${target}”`,
    op: only && ops.length === 1 ? only : { op: "batch", ops },
  };
}

/** Deletes blocks (and does `more` in the same step); after a single one, joining its line is offered. */
export function deleteBlocks(session: Session, ids: string[], more: Operation[] = []): void {
  const { flow } = session.store.state;
  const [only, ...others] = ids;
  const alone = flow && only && !others.length ? flow.blocks[only] : undefined;
  const offer = flow && alone ? healing(flow, alone.id) : null;
  const remove: Operation = { op: "remove", blocks: ids };
  session.edit(more.length ? { op: "batch", ops: [...more, remove] } : remove);
  if (offer) session.toast("ok", `“${alone?.title}” is deleted.`, offer);
}
