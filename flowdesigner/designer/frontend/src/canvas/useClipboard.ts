import { useReactFlow } from "@xyflow/react";
import { type ClipboardEvent, useCallback } from "react";
import { isOnCanvas, isTyping } from "../shell/where";
import { useSession } from "../state/context";
import { plural } from "../state/selectors";
import { type Clip, clipOf, pasting, readClip } from "./clip";
import { deleteBlocks } from "./healing";
import { pointer } from "./pointer";

/** Where blocks are kept that the system's clipboard refused: other tabs of this browser see it too. */
const KEPT = "flowdesigner.clipboard";

function keep(text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, text);
  } catch {
    // Without any storage only the system's clipboard is left.
  }
}

function kept(): string {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/** Copies, cuts, pastes and duplicates the selected blocks. */
export function useClipboard() {
  const session = useSession();
  const { screenToFlowPosition } = useReactFlow();

  const clip = useCallback((): Clip | null => {
    const { flow, selection, catalog } = session.store.state;
    return flow && selection.length ? clipOf(flow, selection, catalog) : null;
  }, [session]);

  const put = useCallback(
    (found: Clip, atPointer: boolean) => {
      const { flow } = session.store.state;
      if (!flow) return;
      const mouse = atPointer ? pointer() : null;
      const spot = mouse && screenToFlowPosition({ x: mouse[0], y: mouse[1] });
      const paste = pasting(found, flow, spot && [spot.x, spot.y]);
      if (!paste) {
        session.toast("error", "A flow has one start, and this one has it already.");
        return;
      }
      session.edit(paste.op);
      const [block = "", ...others] = paste.ids;
      session.store.dispatch({ type: "revealed", block, others });
    },
    [session, screenToFlowPosition],
  );

  const take = useCallback(
    (event: ClipboardEvent, isCut: boolean) => {
      const target = event.target as HTMLElement;
      const found = clip();
      const isText = !window.getSelection()?.isCollapsed && !target.closest(".fd-canvas");
      if (!found || isTyping(target) || !isOnCanvas(target) || isText) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", JSON.stringify(found));
      keep(null);
      const ids = found.blocks.map((block) => block.id);
      if (isCut) deleteBlocks(session, ids);
      else session.toast("ok", `${plural(ids.length, "block")} copied.`);
    },
    [session, clip],
  );
  const onPaste = useCallback(
    (event: ClipboardEvent) => {
      const target = event.target as HTMLElement;
      if (isTyping(target) || !isOnCanvas(target)) return;
      const text = event.clipboardData.getData("text/plain");
      const found = readClip(text) ?? readClip(kept());
      if (found) {
        event.preventDefault();
        put(found, true);
      } else if (text) session.toast("error", "The clipboard has no blocks: copy some first.");
    },
    [session, put],
  );

  /** For a button: the system's clipboard, or the browser's memory where that is refused. */
  const copy = useCallback(async () => {
    const found = clip();
    if (!found) return;
    const text = JSON.stringify(found);
    try {
      await navigator.clipboard.writeText(text);
      keep(null);
    } catch {
      keep(text);
    }
    session.toast("ok", `${plural(found.blocks.length, "block")} copied.`);
  }, [session, clip]);
  const duplicate = useCallback(() => {
    const found = clip();
    if (found) put(found, false);
  }, [clip, put]);

  const onCopy = useCallback((event: ClipboardEvent) => take(event, false), [take]);
  const onCut = useCallback((event: ClipboardEvent) => take(event, true), [take]);
  return { onCopy, onCut, onPaste, copy, duplicate };
}
