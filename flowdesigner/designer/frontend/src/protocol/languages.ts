export interface Language {
  code: string;
  name: string;
}

/** The languages of the bot, the main one first, with what is missing in each and in each flow. */
export interface Languages {
  languages: (Language & { texts: number; missing: number })[];
  /** Those that may be added. */
  offered: Language[];
  flows: { id: string; name: string; missing: Record<string, number> }[];
}

export type LanguagesRequest =
  | { type: "languages"; do: "list" | "export" }
  | { type: "languages"; do: "add" | "remove" | "main"; code: string }
  | { type: "languages"; do: "import"; text: string };

export type LanguagesReply =
  | ({ type: "languages" } & Languages)
  | { type: "translations_taken_in"; sentences: string[]; changed: boolean };
