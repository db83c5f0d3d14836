import type { BotsReply, BotsRequest } from "./bots";
import type { ChatsReply, ChatsRequest } from "./chats";
import type { Json } from "./json";
import type { LanguagesReply, LanguagesRequest } from "./languages";
import type { WatchReply, WatchRequest } from "./live";
import type { VariablesReply, VariablesRequest } from "./variables";
import type { VersionsReply, VersionsRequest } from "./versions";

/** One real call to an API and its answer. */
export interface Called {
  block: string;
  call: string;
  status: number | null;
  headers: [name: string, value: string][];
  body: Json;
  /** The fields of the answer, to be kept in variables. */
  paths: [path: string, value: Json][];
  seconds: number;
  error: string;
}

/** The names of secrets; their texts never come back. */
export interface Secrets {
  kept: string[];
  used: string[];
}

/** A file that a block sends, as its setting holds it. */
export type AttachedFile = {
  name: string;
  content_type: string;
  size: number;
  sha256: string;
};

export interface FunctionArgument {
  name: string;
  kind: "text" | "number" | "yes_no" | "choice" | "date" | "list" | "other";
  required: boolean;
  default: string;
  choices: string[];
  description: string;
}

/** A Python function of the author's that blocks may run. */
export interface PythonFunction {
  name: string;
  description: string;
  arguments: FunctionArgument[];
  fields: string[];
  repeatable: boolean;
}

export interface Functions {
  functions: PythonFunction[];
  troubles: { where: string; message: string }[];
}

/** What became of a file that was to be kept. */
export type FileReply = { type: "file"; id: string } & ({ file: AttachedFile } | { error: string });

/** A value that a field may have; `within` are those of a field that depends on it. */
export interface Suggestion {
  value: string;
  within: string[];
}

/** What is asked beside the document, and not again when its answer is lost. */
export type DeskRequest =
  | ChatsRequest
  | VersionsRequest
  | VariablesRequest
  | LanguagesRequest
  | { type: "call"; block: string; values: Record<string, Json> }
  | { type: "secrets"; do: "list" }
  | { type: "secrets"; do: "set"; name: string; text: string }
  | { type: "secrets"; do: "forget"; name: string }
  | { type: "account" }
  | { type: "file"; id: string; name: string }
  | { type: "functions" }
  | { type: "suggest"; what: string }
  | WatchRequest
  | BotsRequest;

export type DeskReply =
  | ChatsReply
  | VersionsReply
  | VariablesReply
  | LanguagesReply
  | ({ type: "called" } & Called)
  | FileReply
  | ({ type: "functions" } & Functions)
  | ({ type: "secrets" } & Secrets)
  | { type: "suggestions"; what: string; values: Suggestion[] }
  | WatchReply
  | BotsReply;
