import type { Connection, FinalConnectionState } from "@xyflow/react";
import { useCallback } from "react";
import type { Point } from "../protocol/flow";
import { useSession } from "../state/context";
import type { Join } from "../state/state";

function pointOf(event: MouseEvent | TouchEvent): Point | null {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return point ? [point.clientX, point.clientY] : null;
}

/** Lines drawn by hand: onto a card's dot, anywhere onto the card, or into the open, where the next block is asked for. */
export function useConnecting() {
  const session = useSession();
  const connect = useCallback(
    (from: string, port: string, to: string) => session.edit({ op: "connect", from, port, to }),
    [session],
  );
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => connect(source, sourceHandle ?? "", target),
    [connect],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromNode, fromHandle, isValid } = state;
      const at = pointOf(event);
      if (isValid || !fromNode || !fromHandle || !at) return;
      const under = document.elementFromPoint(...at);
      const to = under?.closest(".react-flow__node")?.getAttribute("data-id");
      const isExit = fromHandle.type === "source";
      const port = fromHandle.id ?? "";
      if (to && isExit && to !== fromNode.id) connect(fromNode.id, port, to);
      if (to || !under?.closest(".react-flow__pane")) return;
      const join: Join = isExit ? { from: fromNode.id, port } : { into: fromNode.id };
      session.store.dispatch({ type: "overlay", overlay: { kind: "add", at, join } });
    },
    [connect, session],
  );
  return { onConnect, onConnectEnd };
}
