import type { Operation } from "../protocol/operation";

/** An edit that Python has not acknowledged. */
export interface Pending {
  id: string;
  flow: string;
  op: Operation;
  at: number;
  /** The newest edit that the author had seen: what others have changed since is asked about. */
  seen: number;
}

const PREFIX = "flowdesigner.pending";
/** Edits of a page that has not touched its list for so long belong to nobody: the next page takes them over. */
const ORPHANED_MS = 60_000;

/** Unacknowledged edits in the browser's storage, one list for each page, so that a lost kernel loses none. */
export class PendingStorage {
  private readonly key: string;

  constructor(
    private readonly storage: Storage | null,
    private readonly bot: string,
    client: string,
    private readonly now: () => number = Date.now,
  ) {
    this.key = `${PREFIX}/${bot}/${client}`;
  }

  save(pending: Pending[]): void {
    try {
      if (pending.length) this.storage?.setItem(this.key, JSON.stringify(pending));
      else this.storage?.removeItem(this.key);
    } catch {
      // A full or forbidden storage costs the safety net, not the edit.
    }
  }

  /** The edits left behind by this tab's earlier page (`previous`) and by pages that are gone. */
  takeOver(previous: string | null): Pending[] {
    const keys = this.keys();
    const taken = keys.flatMap((key) => {
      const list = this.read(key);
      const isOurs = key === `${PREFIX}/${this.bot}/${previous}`;
      const newest = Math.max(0, ...list.map((one) => one.at));
      if (!isOurs && this.now() - newest < ORPHANED_MS) return [];
      this.storage?.removeItem(key);
      return list;
    });
    return taken.sort((a, b) => a.at - b.at);
  }

  private keys(): string[] {
    const start = `${PREFIX}/${this.bot}/`;
    const length = this.storage?.length ?? 0;
    return Array.from({ length }, (_, index) => this.storage?.key(index) ?? "").filter(
      (key) => key.startsWith(start) && key !== this.key,
    );
  }

  private read(key: string): Pending[] {
    try {
      const list: unknown = JSON.parse(this.storage?.getItem(key) ?? "[]");
      return Array.isArray(list) ? (list as Pending[]) : [];
    } catch {
      return [];
    }
  }
}
