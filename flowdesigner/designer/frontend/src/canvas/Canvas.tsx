import { Background, BackgroundVariant, ReactFlow, SelectionMode } from "@xyflow/react";
import { type MouseEvent, useCallback, useEffect, useRef, useState } from "react";
import { useDesigner, useSession } from "../state/context";
import { BlockCard } from "./BlockCard";
import { type AnyNode, isCard } from "./beside";
import { EmptyFlow } from "./EmptyFlow";
import { FlowMap } from "./FlowMap";
import { GroupFrame } from "./GroupFrame";
import { Laid, useLaid } from "./laid";
import { NoteCard } from "./NoteCard";
import { Overlays } from "./Overlays";
import { followPointer } from "./pointer";
import { SelectionBar } from "./SelectionBar";
import { Tools } from "./Tools";
import { useCards } from "./useCards";
import { useConnecting } from "./useConnecting";
import { useDropping } from "./useDropping";
import { useFirstFrame } from "./useFirstFrame";
import { useFollowing, useFraming, useReveal } from "./useFraming";
import { useLayout, usePlaces } from "./useLayout";
import { Wire } from "./Wire";

const NODE_TYPES = { card: BlockCard, note: NoteCard, group: GroupFrame };
const EDGE_TYPES = { wire: Wire };
const SHIFT = ["Shift", "Control", "Meta"];
const MIDDLE_AND_RIGHT = [1, 2];
const SNAP: [number, number] = [4, 4];

/** The flow as cards and lines. Plain dragging selects; the wheel, space or the hand moves the canvas. */
export function Canvas() {
  const session = useSession();
  const { nodes, edges, onNodesChange, onEdgesChange } = useCards();
  const laid = useLaid(nodes);
  const { onConnect, onConnectEnd } = useConnecting();
  const { tidy, moved } = useLayout();
  usePlaces();
  const { frame } = useFraming();
  useReveal();
  useFollowing();
  const map = useDesigner((state) => state.map);
  const [hand, setHand] = useState(false);
  const { canvas, onDragOver, onDragLeave, onDrop, onNodeDrag, putIn } = useDropping();
  const settle = useFirstFrame(frame);
  const wantsFrame = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: framed when the tidied cards have arrived
  useEffect(() => {
    if (wantsFrame.current) frame();
    wantsFrame.current = false;
  }, [nodes]);
  const tidyUp = () => {
    wantsFrame.current = true;
    tidy();
  };

  const onSelectionChange = useCallback(
    ({ nodes: chosen }: { nodes: AnyNode[] }) =>
      session.store.dispatch({ type: "selected", blocks: chosen.filter(isCard).map((node) => node.id) }),
    [session],
  );
  const onNodeClick = useCallback(
    (event: MouseEvent, node: AnyNode) => {
      if (!isCard(node) || event.shiftKey || event.ctrlKey || event.metaKey) return;
      session.store.dispatch({ type: "side", side: "block", block: node.id });
      session.store.dispatch({ type: "revealed", block: node.id, still: true });
    },
    [session],
  );
  const onPaneClick = useCallback(() => {
    if (session.store.state.side === "block") session.store.dispatch({ type: "side", side: null });
  }, [session]);
  const onDragStop = useCallback(
    (_: unknown, __: unknown, dragged: AnyNode[]) => {
      if (!putIn(dragged)) moved(dragged);
    },
    [moved, putIn],
  );
  const onSelectionDragStop = useCallback((_: unknown, dragged: AnyNode[]) => moved(dragged), [moved]);
  return (
    <section
      ref={canvas}
      className="fd-canvas"
      aria-label="Canvas"
      data-hand={hand}
      onPointerDownCapture={settle}
      onWheelCapture={settle}
      {...followPointer}
    >
      <Laid value={laid}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          onSelectionChange={onSelectionChange}
          onNodeClick={onNodeClick}
          onPaneClick={onPaneClick}
          onNodeDrag={onNodeDrag}
          onNodeDragStop={onDragStop}
          onSelectionDragStop={onSelectionDragStop}
          onDrop={onDrop}
          onDragOver={onDragOver}
          onDragLeave={onDragLeave}
          onlyRenderVisibleElements
          disableKeyboardA11y
          edgesFocusable={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={SHIFT}
          selectionOnDrag={!hand}
          selectionMode={SelectionMode.Partial}
          panOnDrag={hand || MIDDLE_AND_RIGHT}
          panOnScroll
          zoomOnDoubleClick={false}
          snapToGrid
          snapGrid={SNAP}
          connectionRadius={36}
          nodeDragThreshold={3}
          minZoom={0.1}
          maxZoom={2}
          attributionPosition="bottom-center"
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--grid)" />
          {map && <FlowMap />}
        </ReactFlow>
      </Laid>
      <EmptyFlow />
      <SelectionBar />
      <Overlays />
      <Tools tidy={tidyUp} frame={frame} hand={hand} setHand={setHand} />
    </section>
  );
}
