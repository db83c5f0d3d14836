import { type NodeProps, NodeResizer } from "@xyflow/react";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { IconButton } from "../shell/IconButton";
import { useDesigner, useSession } from "../state/context";
import type { NoteNode } from "./beside";
import { Swatches } from "./Swatches";
import { useNotes } from "./useNotes";

const LEAST = { minWidth: 120, minHeight: 56 };

/** A sticky note: a double click or Enter writes on it, its corners resize it. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const { note } = data;
  const session = useSession();
  const { change, lay, remove } = useNotes();
  const isOpen = useDesigner((state) => state.overlay?.kind === "note" && state.overlay.note === note.id);
  const open = () => session.store.dispatch({ type: "overlay", overlay: { kind: "note", note: note.id } });
  const close = () => session.store.dispatch({ type: "overlay", overlay: null });
  return (
    <section className="fd-sticky" data-colour={note.colour} data-selected={selected} onDoubleClick={open}>
      {selected && (
        <NodeResizer
          {...LEAST}
          lineClassName="fd-sticky-line"
          handleClassName="fd-sticky-corner"
          onResizeEnd={(_, { x, y, width, height }) => lay(note.id, [x, y, width, height])}
        />
      )}
      {isOpen ? (
        <NoteText
          text={note.text}
          onDone={(text) => {
            close();
            if (text !== note.text) change(note, { text });
            document
              .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
              ?.focus({ preventScroll: true });
          }}
        />
      ) : (
        <p className="fd-sticky-text">{note.text || "Double click to write"}</p>
      )}
      {selected && (
        <div className="fd-sticky-tools nodrag" role="toolbar" aria-label="Note">
          <Swatches colour={note.colour} onChoose={(colour) => change(note, { colour })} />
          <IconButton icon="trash" label="Delete the note" onClick={() => remove([note.id])} />
        </div>
      )}
    </section>
  );
});

function NoteText({ text, onDone }: { text: string; onDone: (text: string) => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.blur();
  };
  return (
    <textarea
      ref={area}
      className="fd-sticky-text nodrag nowheel"
      aria-label="Text of the note"
      defaultValue={text}
      onKeyDown={onKeyDown}
      onBlur={(event) => onDone(event.currentTarget.value.trim())}
    />
  );
}
