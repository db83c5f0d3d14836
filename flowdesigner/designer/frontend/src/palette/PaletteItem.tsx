import type { DragEvent } from "react";
import { KindChip } from "../icons/KindChip";
import type { Kind } from "../protocol/catalog";
import { DRAGGED_KIND } from "./drag";

/** One kind on the palette. */
export function PaletteItem({ kind, onAdd }: { kind: Kind; onAdd: (kind: Kind) => void }) {
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(DRAGGED_KIND, kind.kind);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      className="fd-palette-item"
      draggable
      title={`${kind.label}: drag it onto the canvas, or click`}
      aria-label={kind.label}
      onDragStart={onDragStart}
      onClick={() => onAdd(kind)}
    >
      <KindChip kind={kind} />
      <span>{kind.label}</span>
    </button>
  );
}
