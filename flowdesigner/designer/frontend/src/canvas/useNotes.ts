import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import type { Area, Note, NoteView } from "../protocol/flow";
import { useSession } from "../state/context";
import { randomId } from "../state/ids";
import { freshArea, noteNode } from "./beside";
import { pointer } from "./pointer";

function rounded([x, y, width, height]: Area): Area {
  return [Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
}

/** What one does with sticky notes. */
export function useNotes() {
  const session = useSession();
  const { screenToFlowPosition } = useReactFlow();
  const { getState } = useStoreApi();

  const lay = useCallback(
    (id: string, area: Area) => session.edit({ op: "set_notes", notes: {}, at: { [id]: rounded(area) } }),
    [session],
  );
  const change = useCallback(
    (note: NoteView, how: Partial<Note>) => {
      const { at: _, ...kept } = note;
      session.edit({ op: "set_notes", notes: { [note.id]: { ...kept, ...how } }, at: {} });
    },
    [session],
  );
  const remove = useCallback(
    (ids: string[]) =>
      session.edit({ op: "set_notes", notes: Object.fromEntries(ids.map((id) => [id, null])), at: {} }),
    [session],
  );
  /** Puts a note at the mouse, or in the middle, and lets one write. */
  const add = useCallback(() => {
    const box = getState().domNode?.getBoundingClientRect() ?? new DOMRect();
    const [x, y] = pointer() ?? [box.left + box.width / 2, box.top + box.height / 2];
    const spot = screenToFlowPosition({ x, y });
    const id = randomId();
    const note: Note = { id, text: "", colour: "yellow" };
    session.edit({ op: "set_notes", notes: { [id]: note }, at: { [id]: freshArea([spot.x, spot.y]) } });
    session.store.dispatch({ type: "revealed", block: noteNode(id) });
    session.store.dispatch({ type: "overlay", overlay: { kind: "note", note: id } });
  }, [session, screenToFlowPosition, getState]);
  return { lay, change, remove, add };
}
