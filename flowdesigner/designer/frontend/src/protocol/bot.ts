import type { Json } from "./json";
import type { Language } from "./languages";

export type Running = "stopped" | "starting" | "listening" | "live" | "failed";
export type Page = "flow" | "bots" | "channels" | "running" | "help";
export type Theme = "auto" | "light" | "dark";

export interface Bot {
  name: string;
  flows: { id: string; name: string }[];
  flow: string;
  /** The main one first; none where the bot speaks one and does not name it. */
  languages?: Language[];
  live: { number: number; note: string; at: string } | null;
  changes: number;
  running: Running;
  running_text: string;
}

export interface Account {
  workspace: string;
  reachable: boolean;
  teams: { id: string; name: string; is_bot_team: boolean }[];
  agents: { id: string; name: string; avatar: string; has_inbox_seat: boolean }[];
  tags: string[];
  /** Names of the workspace's own attributes; a kernel of before does not tell them. */
  attributes?: string[];
  /** Of tags and attributes, the workspaces that have them; empty where the bot answers in one only. */
  places?: Record<string, string>;
  providers: { id: string; label: string }[];
}

export interface SystemVariable {
  name: string;
  description: string;
  example: Json;
}
