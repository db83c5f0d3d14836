/** A kept chat and what became of it, as `kept_chats.py` tells it. */
export interface KeptChat {
  name: string;
  title: string;
  file: string;
  state: "passed" | "failed" | "broken";
  message: string;
  /** The line of `text` that differs. */
  line: number | null;
  expected: string;
  actual: string;
  text: string;
}

export interface Coverage {
  blocks: [touched: number, all: number];
  ports: [touched: number, all: number];
  untouched_blocks: { flow: string; block: string; title: string }[];
  untouched_ports: { flow: string; block: string; port: string; title: string; label: string }[];
}

export interface KeptChats {
  passed: number;
  failed: number;
  tests: KeptChat[];
  coverage: Coverage;
}

export type ChatsRequest =
  | { type: "tests"; do: "run" }
  | { type: "tests"; do: "accept" | "remove"; name: string }
  | { type: "tests"; do: "save" | "put_back"; name: string; text: string };

export type ChatsReply =
  | ({ type: "tests" } & KeptChats)
  | { type: "test_refused"; name: string; line: number | null; message: string }
  | { type: "kept"; name: string; title: string; file: string };
