import { useState } from "react";
import { focusCard, focusPanel } from "../panel/focus";
import { START } from "../protocol/catalog";
import type { FlowView } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { kindOf } from "../state/selectors";
import type { State } from "../state/state";
import { cardPoint } from "./cardPoint";
import type { Choice } from "./choices";
import { Picker } from "./Picker";
import { fitting } from "./placement";
import { useAddBlock } from "./useAddBlock";

const NEW = "new ";

/** The ways out of a block, and where each leads now. */
function exits(flow: FlowView, id: string): Choice[] {
  const block = flow.blocks[id];
  return (block?.ports ?? []).map((port) => {
    const to = flow.edges.find(([from, exit]) => from === id && exit === port.id)?.[2];
    const target = to && flow.blocks[to]?.title;
    const hint = target ? `leads to ${target}` : "leads nowhere";
    return { id: port.id, label: port.label, hint, group: `Ways out of ${block?.title}` };
  });
}

function targets(state: State, flow: FlowView, join: { from: string; port: string }): Choice[] {
  const groups = new Map(state.catalog.groups.map((group) => [group.id, group.label]));
  const there = Object.values(flow.blocks)
    .filter((block) => block.kind !== START)
    .map((block): Choice => {
      const kind = kindOf(state, block.kind);
      return {
        id: block.id,
        label: block.title,
        hint: kind?.label ?? "",
        kind,
        group: "Blocks of this flow",
      };
    });
  const fresh = fitting(state.catalog.kinds, flow, join).map(
    (kind): Choice => ({
      id: `${NEW}${kind.kind}`,
      label: `New: ${kind.label}`,
      hint: groups.get(kind.group) ?? "",
      kind,
      group: "A new block",
    }),
  );
  return [...there, ...fresh];
}

/** Draws a line without the mouse: first the way out, if there are several, then the block that it leads to. */
export function ConnectMenu({ block, onClose }: { block: string; onClose: () => void }) {
  const session = useSession();
  const add = useAddBlock();
  const flow = useDesigner((state) => state.flow);
  const ports = flow?.blocks[block]?.ports ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const port = ports.length === 1 ? ports[0] : ports.find((one) => one.id === chosen);
  if (!flow) return null;
  const title = flow.blocks[block]?.title ?? "";
  if (!port)
    return (
      <Picker
        key="port"
        label={`Which way out of ${title}`}
        placeholder="Choose a way out"
        none={
          ports.length ? "No way out is called that." : `Nothing comes after ${title}: it has no way out.`
        }
        choices={exits(flow, block)}
        at={cardPoint(block)}
        onPick={({ id }) => setChosen(id)}
        onClose={onClose}
      />
    );
  const join = { from: block, port: port.id };
  return (
    <Picker
      key="target"
      label={`Lead “${port.label}” of ${title} to`}
      placeholder={`Lead “${port.label}” to…`}
      none="No block is called that."
      choices={targets(session.store.state, flow, join)}
      at={cardPoint(block)}
      onPick={({ id, kind }) => {
        onClose();
        if (id.startsWith(NEW) && kind) {
          add(kind, { join, at: besideCard(block) });
          focusPanel();
        } else {
          session.edit({ op: "connect", ...join, to: id });
          focusCard(block);
        }
      }}
      onClose={onClose}
    />
  );
}

function besideCard(block: string): [number, number] | null {
  const point = cardPoint(block);
  return point && [point[0] + 60, point[1] + 20];
}
