import { VariableChip } from "../text/VariableChip";
import type { Piece } from "./condition";

/** Conditions in words. */
export function Sentence({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, index) => {
    const key = `${index}`;
    if ("variable" in piece) return <VariableChip key={key} name={piece.variable} />;
    return "value" in piece ? <b key={key}>{piece.value}</b> : <span key={key}>{piece.words}</span>;
  });
}
