import type { Account, Bot, Page, SystemVariable, Theme } from "./bot";
import type { Catalog } from "./catalog";
import type { Reply, Request } from "./message";

/** The traits that Python and the page share. */
export interface Traits {
  catalog: Catalog;
  bot: Bot;
  account: Account;
  page: Page;
  theme: Theme;
  embedded: boolean;
  system_variables: SystemVariable[];
}

export const TRAIT_NAMES = [
  "catalog",
  "bot",
  "account",
  "page",
  "theme",
  "embedded",
  "system_variables",
] as const satisfies readonly (keyof Traits)[];

export interface KernelSignal {
  connect(slot: (sender: unknown, value: unknown) => void): unknown;
  disconnect(slot: (sender: unknown, value: unknown) => void): unknown;
}

/** What JupyterLab's and Voila's widget managers tell of the kernel; absent elsewhere. */
export interface Kernel {
  connectionStatus?: string;
  status?: string;
  connectionStatusChanged?: KernelSignal;
  statusChanged?: KernelSignal;
}

/** The part of anywidget's model that the page uses; the dev page has a fake of it. */
export interface Model {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  set<Name extends keyof Traits>(name: Name, value: Traits[Name]): void;
  save_changes(): void;
  send(request: Request, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  on(event: "msg:custom", listener: (reply: Reply) => void): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: ((reply: Reply) => void) | (() => void)): void;
  widget_manager?: { kernel?: Kernel | null };
}
