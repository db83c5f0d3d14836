import type { EdgeTuple } from "./flow";
import type { Json } from "./json";

export interface TrialOption {
  id: string;
  label: string;
  pressed: boolean;
}

export interface TrialLine {
  who: "customer" | "bot" | "note";
  text: string;
  options: TrialOption[];
  block: string | null;
}

/** The conversation of *Try it*, whole: Python sends it again after each turn. */
export interface Trial {
  lines: TrialLine[];
  at: { flow: string; block: string } | null;
  path: EdgeTuple[];
  variables: { name: string; value: Json }[];
  status: string;
  clock: string;
}
