import type { Connection, FinalConnectionState } from "@xyflow/react";
import { useCallback } from "react";
import { useSession } from "../state/context";

function cardUnder(event: MouseEvent | TouchEvent): string | null {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  if (!point) return null;
  const element = document.elementFromPoint(point.clientX, point.clientY);
  return element?.closest(".react-flow__node")?.getAttribute("data-id") ?? null;
}

/** Lines drawn by hand: onto a card's dot, or anywhere onto the card. */
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
      const to = cardUnder(event);
      if (isValid || !fromNode || fromHandle?.type !== "source" || !to || to === fromNode.id) return;
      connect(fromNode.id, fromHandle.id ?? "", to);
    },
    [connect],
  );
  return { onConnect, onConnectEnd };
}
