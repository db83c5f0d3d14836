import type { Json, JsonObject } from "./json";
import type { Operation } from "./operation";

export interface Port {
  id: string;
  label: string;
  hint: string;
  required: boolean;
}

export type Severity = "error" | "warning";

export interface Fault {
  field: string;
  message: string;
  severity: Severity;
}

/** A block as Python shows it: settings complete, ports, title and summary computed. */
export interface BlockView {
  id: string;
  kind: string;
  name: string;
  title: string;
  settings: JsonObject;
  ports: Port[];
  summary: string;
  faults: Fault[];
}

/** From block, port, to block. */
export type EdgeTuple = [from: string, port: string, to: string];
export type Point = [x: number, y: number];

export interface VariableView {
  name: string;
  type: string;
  description: string;
  sensitive: boolean;
  default: Json;
}

export interface FlowView {
  id: string;
  name: string;
  blocks: Record<string, BlockView>;
  edges: EdgeTuple[];
  layout: Record<string, Point>;
  variables: VariableView[];
}

export interface Problem {
  block: string | null;
  severity: Severity;
  code: string;
  message: string;
  field: string;
  port: string;
  mend: { label: string; op: Operation } | null;
}
