import type { FlowView } from "../protocol/flow";
import type { Changed, Reply } from "../protocol/message";
import type { Traits } from "../protocol/model";
import { apply } from "./apply";
import { type Desk, told, withoutWaiting } from "./desk";
import type { Pending } from "./pending";
import { type Connection, fieldKey, type Overlay, type State, type Toast } from "./state";

export type Action =
  | { type: "traits"; traits: Partial<Traits> }
  | { type: "reply"; reply: Reply }
  | { type: "edited"; pending: Pending[] }
  | { type: "dropped"; ids: string[] }
  | { type: "connection"; connection: Connection }
  | { type: "settled"; op: string }
  | { type: "named"; name: string }
  | { type: "selected"; blocks: string[] }
  | { type: "side"; side: State["side"]; block?: string | null }
  | { type: "revealed"; block: string; others?: string[]; still?: boolean }
  | { type: "map"; open: boolean }
  | { type: "problems"; open: boolean }
  | { type: "publishing"; publishing: State["publishing"] }
  | { type: "overlay"; overlay: Overlay | null }
  | { type: "desk"; desk: Partial<Desk> }
  | ({ type: "toast" } & Toast)
  | { type: "dismissed"; id: number };

/** Shows `confirmed` with the pending edits of the same flow on top. */
function reconciled(state: State, confirmed: FlowView | null, pending: Pending[]): State {
  if (!confirmed) return { ...state, confirmed, pending, flow: null };
  const flow = pending
    .filter((one) => one.flow === confirmed.id)
    .reduce((so_far, one) => apply(so_far, one.op, state.catalog), confirmed);
  const selection = state.selection.filter((id) => id in flow.blocks);
  const opened = state.opened && state.opened in flow.blocks ? state.opened : null;
  const side = state.side === "block" && !opened ? null : state.side;
  return {
    ...state,
    confirmed,
    pending,
    flow,
    opened,
    side,
    selection: selection.length === state.selection.length ? state.selection : selection,
  };
}

function merged(flow: FlowView, change: Changed): FlowView {
  const blocks = { ...flow.blocks };
  const layout = { ...flow.layout, ...change.layout };
  for (const [id, block] of Object.entries(change.blocks)) {
    if (block) blocks[id] = block;
    else {
      delete blocks[id];
      delete layout[id];
    }
  }
  return {
    ...flow,
    blocks,
    layout,
    edges: change.edges ?? flow.edges,
    variables: change.variables ?? flow.variables,
    notes: change.notes ?? flow.notes,
    groups: change.groups ?? flow.groups,
  };
}

function withoutRefusals(state: State, op: string | null): State["refusals"] {
  const made = state.pending.find((one) => one.id === op)?.op;
  if (made?.op !== "set") return state.refusals;
  const answered = new Set(Object.keys(made.settings).map((field) => fieldKey(made.block, field)));
  return Object.fromEntries(Object.entries(state.refusals).filter(([key]) => !answered.has(key)));
}

/** What was offered after an edit is no longer to the point after the next one; the files of tests are beside that. */
function withoutOffers(state: State): State {
  const toasts = state.toasts.filter(({ offer }) => !offer || ("ask" in offer && offer.ask.type === "tests"));
  return toasts.length === state.toasts.length ? state : { ...state, toasts };
}

function changed(before: State, change: Changed): State {
  if (!before.confirmed) return before;
  const state = change.op === null && change.edges ? withoutOffers(before) : before;
  const pending = state.pending.filter((one) => one.id !== change.op);
  const next = {
    ...state,
    problems: change.problems,
    canUndo: change.can_undo,
    canRedo: change.can_redo,
    log: change.log,
    refusals: withoutRefusals(state, change.op),
  };
  return reconciled(next, merged(before.confirmed, change), pending);
}

function refused(state: State, id: string, message: string, field: string | undefined): State {
  const op = state.pending.find((one) => one.id === id)?.op;
  const pending = state.pending.filter((one) => one.id !== id);
  const name = field ?? (op?.op === "set" ? Object.keys(op.settings)[0] : undefined);
  const refusals =
    op?.op === "set" && name ? { ...state.refusals, [fieldKey(op.block, name)]: message } : state.refusals;
  return reconciled({ ...state, refusals }, state.confirmed, pending);
}

function replied(state: State, reply: Reply): State {
  switch (reply.type) {
    case "document": {
      const { flow, problems, log, can_undo: canUndo, can_redo: canRedo } = reply;
      // Blocks of two flows may have the same id, and the panel must not jump from one to the other.
      const left = state.confirmed && state.confirmed.id !== flow.id ? { opened: null, selection: [] } : {};
      const next = {
        ...(left.selection ? uncovered(state) : state),
        ...left,
        problems,
        log,
        canUndo,
        canRedo,
        refusals: {},
      };
      // A kernel of before knows neither notes nor groups.
      const whole = { ...flow, notes: flow.notes ?? [], groups: flow.groups ?? [] };
      return reconciled(
        { ...next, desk: withoutWaiting(next.desk), connection: "online" },
        whole,
        state.pending,
      );
    }
    case "changed":
      return changed(state, reply);
    case "rival": {
      const { type: _, ...rival } = reply;
      return { ...state, rivals: [...state.rivals.filter((one) => one.op !== rival.op), rival] };
    }
    case "people":
      return { ...state, people: reply.people };
    case "refused":
      return refused(state, reply.op, reply.message, reply.field);
    case "try": {
      const { type: _, ...trial } = reply;
      return { ...state, trial };
    }
    case "published":
      return { ...state, publishing: "closed", publishRefused: null };
    case "found":
      return { ...state, found: { text: reply.text, hits: reply.hits } };
    case "publish_refused": {
      const { message, problems, tests } = reply;
      return { ...state, publishing: "open", publishRefused: { message, problems, tests } };
    }
    default: {
      const desk = told(state.desk, reply);
      if (reply.type === "followed" && reply.show) return { ...uncovered({ ...state, desk }), side: "live" };
      return desk === state.desk ? state : { ...state, desk };
    }
  }
}

/** What lies beside the flow is asked for: a comparison gives way to it. */
function uncovered(state: State): State {
  return state.desk.comparing ? { ...state, desk: { ...state.desk, comparing: null } } : state;
}

/** An open panel follows the selection; what several have in common is on the bar above them, so it gives way to that. */
function selected(state: State, selection: string[]): State {
  const [only, ...others] = selection;
  if (state.side !== "block" || only === undefined) return { ...state, selection };
  return others.length ? { ...state, selection, side: null } : { ...state, selection, opened: only };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "traits":
      return { ...state, ...action.traits };
    case "reply":
      return replied(state, action.reply);
    case "edited":
      return reconciled(withoutOffers(state), state.confirmed, [...state.pending, ...action.pending]);
    case "dropped": {
      const pending = state.pending.filter((one) => !action.ids.includes(one.id));
      return reconciled(state, state.confirmed, pending);
    }
    case "connection":
      return { ...state, connection: action.connection };
    case "settled":
      return { ...state, rivals: state.rivals.filter((one) => one.op !== action.op) };
    case "named":
      return { ...state, name: action.name };
    case "selected":
      return selected(state, action.blocks);
    case "side":
      return { ...uncovered(state), side: action.side, opened: action.block ?? state.opened };
    case "revealed":
      return {
        ...state,
        reveal: { block: action.block, others: action.others ?? [], still: action.still ?? false },
      };
    case "map":
      return { ...state, map: action.open };
    case "overlay":
      return { ...state, overlay: action.overlay };
    case "problems":
      return { ...uncovered(state), problemsOpen: action.open };
    case "publishing":
      return { ...state, publishing: action.publishing, publishRefused: null };
    case "desk":
      return { ...state, desk: { ...state.desk, ...action.desk } };
    case "toast": {
      const { type: _, ...toast } = action;
      return { ...state, toasts: [...state.toasts.slice(-2), toast] };
    }
    case "dismissed":
      return { ...state, toasts: state.toasts.filter((one) => one.id !== action.id) };
  }
}
