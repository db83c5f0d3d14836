import { KindChip } from "../icons/KindChip";
import type { Kind } from "../protocol/catalog";
import { dragKind } from "./drag";

/** One kind on the palette. */
export function PaletteItem({ kind, onAdd }: { kind: Kind; onAdd: (kind: Kind) => void }) {
  return (
    <button
      type="button"
      className="fd-palette-item"
      draggable
      title={`${kind.label}: drag it onto the canvas, or click`}
      aria-label={kind.label}
      onDragStart={(event) => dragKind(event, kind.kind)}
      onClick={() => onAdd(kind)}
    >
      <KindChip kind={kind} />
      <span>{kind.label}</span>
    </button>
  );
}
