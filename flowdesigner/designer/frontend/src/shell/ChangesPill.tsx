import { useDesigner } from "../state/context";
import { plural } from "../state/selectors";

/** How far the draft is from what is published, and what Python has not received yet. */
export function ChangesPill() {
  const changes = useDesigner((state) => (state.bot.live ? state.bot.changes : 0));
  const waiting = useDesigner((state) => (state.connection === "online" ? 0 : state.pending.length));
  if (waiting) {
    return (
      <span className="fd-pill" data-tone="warn">
        {plural(waiting, "change")} not sent yet
      </span>
    );
  }
  if (!changes) return null;
  return <span className="fd-pill fd-wide-only">{plural(changes, "change")} not published</span>;
}
