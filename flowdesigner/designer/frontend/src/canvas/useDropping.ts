import { useReactFlow } from "@xyflow/react";
import { type DragEvent, useCallback, useRef } from "react";
import { DRAGGED_KIND, draggedKind } from "../palette/drag";
import type { EdgeTuple, Point } from "../protocol/flow";
import { useSession } from "../state/context";
import { kindOf } from "../state/selectors";
import type { AnyNode } from "./beside";
import { heightOf } from "./framing";
import { CARD_WIDTH } from "./nodes";
import type { Box } from "./route";
import { isLoose, leadThrough, makeRoom } from "./splice";
import { useAddBlock } from "./useAddBlock";
import { wireId } from "./wires";
import { markWire, wireUnder } from "./wireUnder";

/** How near to a line the mouse has to be, in px of the flow. */
const REACH = { width: 72, height: 40 };
/** A card covers a line when the line runs through its inside. */
const RIM = { x: 18, y: 6 };

/** Blocks that are put onto a line: from the palette, or a card without lines that is moved. */
export function useDropping() {
  const session = useSession();
  const add = useAddBlock();
  const { screenToFlowPosition } = useReactFlow();
  const canvas = useRef<HTMLElement>(null);

  const edgeIn = useCallback(
    (box: Box | null): EdgeTuple | undefined => {
      if (!canvas.current) return undefined;
      const id = box && wireUnder(canvas.current, box);
      markWire(canvas.current, id);
      return session.store.state.flow?.edges.find(([from, port]) => wireId(from, port) === id);
    },
    [session],
  );
  const around = ({ clientX, clientY }: DragEvent): Box => {
    const { x, y } = screenToFlowPosition({ x: clientX, y: clientY });
    return { x: x - REACH.width / 2, y: y - REACH.height / 2, ...REACH };
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(DRAGGED_KIND)) return;
    event.preventDefault();
    edgeIn(kindOf(session.store.state, draggedKind())?.ports.length ? around(event) : null);
  };
  const onDragLeave = (event: DragEvent) => {
    if (!canvas.current?.contains(event.relatedTarget as Node | null)) edgeIn(null);
  };
  const onDrop = (event: DragEvent) => {
    const kind = kindOf(session.store.state, event.dataTransfer.getData(DRAGGED_KIND));
    if (!kind) return;
    event.preventDefault();
    const between = kind.ports.length ? edgeIn(around(event)) : undefined;
    edgeIn(null);
    add(kind, { at: [event.clientX, event.clientY], between });
  };

  const wireOf = useCallback(
    (node: AnyNode): EdgeTuple | undefined => {
      const { flow } = session.store.state;
      if (!flow || !isLoose(flow, node.id)) return undefined;
      const { x, y } = node.position;
      return edgeIn({
        x: x + RIM.x,
        y: y + RIM.y,
        width: CARD_WIDTH - 2 * RIM.x,
        height: heightOf(node) - 2 * RIM.y,
      });
    },
    [session, edgeIn],
  );
  const onNodeDrag = useCallback(
    (_: unknown, __: unknown, dragged: AnyNode[]) => {
      const [only, ...others] = dragged;
      if (only && !others.length) wireOf(only);
    },
    [wireOf],
  );
  /** Puts the card that was dropped into the line below it; false when there is none. */
  const putIn = useCallback(
    (dragged: AnyNode[]): boolean => {
      const [only, ...others] = dragged;
      const edge = only && !others.length && wireOf(only);
      edgeIn(null);
      const { flow } = session.store.state;
      const block = only && flow?.blocks[only.id];
      if (!edge || !block) return false;
      const dropped: Point = [Math.round(only.position.x), Math.round(only.position.y)];
      const at = makeRoom(flow, block.id, edge, dropped);
      session.edit({ op: "batch", ops: [{ op: "move", at }, ...leadThrough(block, edge)] });
      return true;
    },
    [session, wireOf, edgeIn],
  );
  return { canvas, onDragOver, onDragLeave, onDrop, onNodeDrag, putIn };
}
