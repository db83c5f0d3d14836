import { type ReactFlowState, useStore } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { useDesigner } from "../state/context";

function sizeOf({ width, height }: ReactFlowState): string {
  return width && height ? `${width} ${height}` : "";
}

/**
 * Shows the whole flow when it opens, and again while its place on the page is still growing to its size, as a
 * notebook's cell does; from the first touch on, which the returned function tells of, it stays where it is.
 */
export function useFirstFrame(frame: (isFirst: boolean) => void): () => void {
  const id = useDesigner((state) => state.flow?.id);
  const ready = useStore((state) => state.nodes.length > 0);
  const size = useStore(sizeOf);
  const touched = useRef<string | undefined>(undefined);
  const framed = useRef("");
  useEffect(() => {
    const now = `${id} ${size}`;
    if (!ready || !id || !size || touched.current === id || framed.current === now) return;
    framed.current = now;
    frame(true);
  }, [ready, id, size, frame]);
  return useCallback(() => {
    touched.current = id;
  }, [id]);
}
