import { useReactFlow } from "@xyflow/react";
import { IconButton } from "../shell/IconButton";
import { useDesigner, useSession } from "../state/context";
import { plural } from "../state/selectors";
import { type Alignment, align } from "./align";
import type { AnyNode } from "./beside";
import { heightOf } from "./framing";
import { groupBlocks } from "./grouping";
import { CARD_WIDTH } from "./nodes";
import { useClipboard } from "./useClipboard";
import { useLayout } from "./useLayout";
import { useRemoval } from "./useRemoval";

const LINES: [Alignment, string][] = [
  ["left", "Align left"],
  ["centre", "Align centres"],
  ["right", "Align right"],
  ["top", "Align top"],
  ["middle", "Align middles"],
  ["bottom", "Align bottom"],
];
const GAPS: [Alignment, string][] = [
  ["across", "Equal gaps across"],
  ["down", "Equal gaps down"],
];

/** What can be done with several blocks at once. */
export function SelectionBar() {
  const session = useSession();
  const selection = useDesigner((state) => state.selection);
  const { getNode } = useReactFlow<AnyNode>();
  const { tidy } = useLayout();
  const { copy, duplicate } = useClipboard();
  const remove = useRemoval();
  if (selection.length < 2) return null;
  const line = (how: Alignment) => {
    const nodes = selection.map((id) => getNode(id)).filter((node) => node !== undefined);
    const boxes = Object.fromEntries(
      nodes.map((node) => [node.id, { ...node.position, width: CARD_WIDTH, height: heightOf(node) }]),
    );
    session.edit({ op: "move", at: align(boxes, how) });
  };
  const group = () => groupBlocks(session, selection);
  const button = ([how, label]: [Alignment, string]) => (
    <IconButton key={how} icon={`align-${how}`} label={label} onClick={() => line(how)} />
  );
  return (
    <div className="fd-bar" role="toolbar" aria-label="Selected blocks">
      <span className="fd-bar-count" role="status">
        {plural(selection.length, "block")}
      </span>
      <span className="fd-divider" />
      {LINES.map(button)}
      {selection.length > 2 && GAPS.map(button)}
      <span className="fd-divider" />
      <IconButton icon="tidy" label="Arrange these blocks" onClick={() => tidy(selection)} />
      <IconButton icon="group" label="Put a frame around them" onClick={group} />
      <IconButton
        icon="extract"
        label="Make them a flow of their own"
        onClick={() =>
          session.store.dispatch({ type: "overlay", overlay: { kind: "extract", blocks: selection } })
        }
      />
      <IconButton icon="copy" label="Copy" onClick={() => void copy()} />
      <IconButton icon="duplicate" label="Duplicate" onClick={duplicate} />
      <IconButton icon="trash" label="Delete these blocks" onClick={() => remove()} />
    </div>
  );
}
