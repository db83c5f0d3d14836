import type { VariableView } from "./flow";

/** A block that sets or reads a variable. */
export interface Use {
  flow: string;
  flow_name: string;
  block: string;
  title: string;
  how: "sets" | "reads" | "leads" | "jumps";
  fields: string[];
  port: string;
}

/** A variable of the whole bot; `declared` is what the author has said of it. */
export interface BotVariable {
  name: string;
  declared: VariableView | null;
  declared_in: string[];
  is_system: boolean;
  sets: Use[];
  reads: Use[];
}

export type VariablesRequest =
  | { type: "variables"; do: "list" }
  | { type: "variables"; do: "rename"; name: string; to: string }
  | { type: "variables"; do: "declare"; variable: VariableView }
  | { type: "variables"; do: "forget"; name: string };

export type VariablesReply = { type: "variables"; variables: BotVariable[] };
