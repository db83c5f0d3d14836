import { useReactFlow, useViewport } from "@xyflow/react";
import { IconButton } from "../shell/IconButton";
import { useDesigner, useSession } from "../state/context";
import { useNotes } from "./useNotes";

interface Props {
  tidy: () => void;
  frame: () => void;
  hand: boolean;
  setHand: (hand: boolean) => void;
}

/** Arrange, frame, find, map, hand and zoom, at the lower edge of the canvas. */
export function Tools({ tidy, frame, hand, setHand }: Props) {
  const { add } = useNotes();
  const { store } = useSession();
  const map = useDesigner((state) => state.map);
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const { zoom } = useViewport();
  return (
    <div className="fd-tools" role="toolbar" aria-label="Canvas tools">
      <IconButton icon="tidy" label="Arrange" onClick={tidy} />
      <IconButton icon="fit" label="Show all" onClick={() => frame()} />
      <IconButton
        icon="find"
        label="Find in this flow"
        onClick={() => store.dispatch({ type: "overlay", overlay: { kind: "find", query: "" } })}
      />
      <IconButton
        icon="map"
        label="Map of the flow"
        pressed={map}
        onClick={() => store.dispatch({ type: "map", open: !map })}
      />
      <IconButton icon="note" label="Add a note" onClick={add} />
      <IconButton icon="hand" label="Move the canvas" pressed={hand} onClick={() => setHand(!hand)} />
      <span className="fd-divider" />
      <IconButton icon="minus" label="Zoom out" onClick={() => void zoomOut()} />
      <button
        type="button"
        className="fd-button fd-ghost fd-zoom"
        aria-label={`Zoom is ${Math.round(zoom * 100)}%, set to 100%`}
        onClick={() => void zoomTo(1)}
      >
        {Math.round(zoom * 100)}%
      </button>
      <IconButton icon="plus" label="Zoom in" onClick={() => void zoomIn()} />
    </div>
  );
}
