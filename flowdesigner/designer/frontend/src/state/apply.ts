import type { Catalog } from "../protocol/catalog";
import type { BlockView, EdgeTuple, FlowView, GroupView, NoteView } from "../protocol/flow";
import type { NewBlock, Operation } from "../protocol/operation";

/** How a block looks until Python has computed its ports and summary. */
function viewOf(block: NewBlock, catalog: Catalog): BlockView {
  const kind = catalog.kinds.find((one) => one.kind === block.kind);
  return {
    ...block,
    title: block.name || kind?.label || block.kind,
    settings: { ...kind?.defaults, ...block.settings },
    ports: kind?.ports ?? (block.ports ?? []).map((id) => ({ id, label: id, hint: "", required: false })),
    summary: "",
    faults: [],
  };
}

function withBlock(flow: FlowView, id: string, change: (block: BlockView) => BlockView): FlowView {
  const block = flow.blocks[id];
  return block ? { ...flow, blocks: { ...flow.blocks, [id]: change(block) } } : flow;
}

function connected(edges: EdgeTuple[], edge: EdgeTuple): EdgeTuple[] {
  return [...disconnected(edges, edge[0], edge[1]), edge];
}

function disconnected(edges: EdgeTuple[], from: string, port: string): EdgeTuple[] {
  return edges.filter(([source, exit]) => source !== from || exit !== port);
}

function without(flow: FlowView, ids: string[]): FlowView {
  const gone = new Set(ids);
  const keep = ([id]: [string, unknown]) => !gone.has(id);
  return {
    ...flow,
    blocks: Object.fromEntries(Object.entries(flow.blocks).filter(keep)),
    layout: Object.fromEntries(Object.entries(flow.layout).filter(keep)),
    edges: flow.edges.filter(([from, , to]) => !gone.has(from) && !gone.has(to)),
    groups: flow.groups
      .map((group) => ({ ...group, blocks: group.blocks.filter((id) => !gone.has(id)) }))
      .filter((group) => group.blocks.length > 0),
  };
}

function noted(before: NoteView[], { notes, at }: Extract<Operation, { op: "set_notes" }>): NoteView[] {
  const all = new Map(before.map((note) => [note.id, note]));
  for (const [id, note] of Object.entries(notes)) {
    if (note) all.set(id, { ...note, at: all.get(id)?.at ?? null });
    else all.delete(id);
  }
  for (const [id, area] of Object.entries(at)) {
    const note = all.get(id);
    if (note) all.set(id, { ...note, at: area });
  }
  return [...all.values()];
}

function grouped(
  before: GroupView[],
  { groups, collapsed }: Extract<Operation, { op: "set_groups" }>,
): GroupView[] {
  const all = new Map(before.map((group) => [group.id, group]));
  for (const [id, group] of Object.entries(groups)) {
    const taken = new Set(group?.blocks);
    for (const other of all.values()) {
      const blocks = other.blocks.filter((block) => !taken.has(block));
      if (!blocks.length) all.delete(other.id);
      else if (blocks.length < other.blocks.length) all.set(other.id, { ...other, blocks });
    }
    if (group) all.set(id, { ...group, collapsed: before.find((one) => one.id === id)?.collapsed ?? false });
    else all.delete(id);
  }
  for (const [id, isCollapsed] of Object.entries(collapsed)) {
    const group = all.get(id);
    if (group) all.set(id, { ...group, collapsed: isCollapsed });
  }
  return [...all.values()];
}

/** The flow after an edit, as well as the page can tell; Python's answer corrects the rest. */
export function apply(flow: FlowView, op: Operation, catalog: Catalog): FlowView {
  switch (op.op) {
    case "add_block": {
      const { op: _, at, ...block } = op;
      return {
        ...flow,
        blocks: { ...flow.blocks, [op.id]: viewOf(block, catalog) },
        layout: { ...flow.layout, [op.id]: at },
      };
    }
    case "set":
      return withBlock(flow, op.block, (block) => ({
        ...block,
        settings: { ...block.settings, ...op.settings },
      }));
    case "translate":
      return withBlock(flow, op.block, (block) => ({
        ...block,
        translations: {
          ...block.translations,
          [op.language]: { ...block.translations?.[op.language], ...op.texts },
        },
      }));
    case "rename":
      return withBlock(flow, op.block, (block) => {
        const label = catalog.kinds.find((one) => one.kind === block.kind)?.label ?? block.kind;
        return { ...block, name: op.name, title: op.name || label };
      });
    case "move":
      return { ...flow, layout: { ...flow.layout, ...op.at } };
    case "connect":
      return { ...flow, edges: connected(flow.edges, [op.from, op.port, op.to]) };
    case "disconnect":
      return { ...flow, edges: disconnected(flow.edges, op.from, op.port) };
    case "remove":
      return without(flow, op.blocks);
    case "insert":
      return {
        ...flow,
        blocks: {
          ...flow.blocks,
          ...Object.fromEntries(op.blocks.map((block) => [block.id, viewOf(block, catalog)])),
        },
        edges: op.edges.reduce(connected, flow.edges),
        layout: { ...flow.layout, ...op.at },
      };
    case "set_notes":
      return { ...flow, notes: noted(flow.notes, op) };
    case "set_groups":
      return { ...flow, groups: grouped(flow.groups, op) };
    case "set_variable": {
      const others = flow.variables.filter((one) => one.name !== op.name);
      return { ...flow, variables: op.variable ? [...others, op.variable] : others };
    }
    case "batch":
      return op.ops.reduce((so_far, one) => apply(so_far, one, catalog), flow);
  }
}

/** Whether a flow shows that the edit was made already: its answer was lost, so it must not be made again. */
export function isMade(flow: FlowView, op: Operation): boolean {
  switch (op.op) {
    case "add_block":
      return op.id in flow.blocks;
    case "insert":
      return op.blocks.every((block) => block.id in flow.blocks);
    case "remove":
      return op.blocks.every((id) => !(id in flow.blocks));
    case "batch":
      return op.ops.every((one) => isMade(flow, one));
    case "connect":
      return flow.edges.some(([from, port, to]) => from === op.from && port === op.port && to === op.to);
    case "disconnect":
      return !flow.edges.some(([from, port]) => from === op.from && port === op.port);
    default:
      return false;
  }
}
