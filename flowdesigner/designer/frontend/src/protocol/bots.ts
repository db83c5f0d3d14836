/** A bot of the folder. */
export interface BotEntry {
  folder: string;
  name: string;
  changed: string;
  is_this: boolean;
}

/** A bot to begin with. */
export interface Example {
  id: string;
  name: string;
  description: string;
  needs: string;
  tests: number;
}

export interface BotsFolder {
  folder: string;
  bots: BotEntry[];
  examples: Example[];
}

/** A picture of each example in a theme: SVG by the example's id. */
export interface Pictures {
  theme: "light" | "dark";
  pictures: Record<string, string>;
}

export interface MadeBot {
  folder: string;
  name: string;
  path: string;
}

export type BotsRequest =
  | { type: "bots"; do: "list" }
  | { type: "bots"; do: "pictures"; theme: "light" | "dark" }
  | { type: "bots"; do: "make"; name: string; example?: string; text?: string }
  | { type: "bots"; do: "take"; example: string };

export type BotsReply =
  | ({ type: "bots" } & BotsFolder)
  | ({ type: "pictures" } & Pictures)
  | ({ type: "made" } & MadeBot)
  | { type: "not_made"; message: string };
