import { randomId } from "../state/ids";
import type { Session } from "../state/session";

/** Puts a frame around blocks. */
export function groupBlocks(session: Session, blocks: string[]): void {
  if (!blocks.length) return;
  const id = randomId();
  session.edit({
    op: "set_groups",
    groups: { [id]: { id, name: "", colour: "blue", blocks } },
    collapsed: {},
  });
}
