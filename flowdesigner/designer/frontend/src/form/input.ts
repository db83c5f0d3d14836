import type { BlockView } from "../protocol/flow";
import type { Json } from "../protocol/json";
import type { FieldShape } from "./schema";

/** What every widget of the form gets. */
export interface FieldProps {
  /** The id of the input that the label names. */
  id: string;
  shape: FieldShape;
  value: Json;
  block: BlockView;
  /** The sibling fields: a picker may depend on another one. */
  shapes: FieldShape[];
  /** Whether Python refused what was typed: it stays until it is mended. */
  isRefused: boolean;
  isBad: boolean;
  /** The id of the hint or the error. */
  describedBy: string;
  onChange: (value: Json) => void;
}

export function asText(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
