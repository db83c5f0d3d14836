import { useDesigner, useSession } from "../state/context";
import { plural } from "../state/selectors";
import { standingAt } from "./standing";

/** How many conversations stand at a block, on its card; pressed, it lists them. */
export function LiveMark({ block, title }: { block: string; title: string }) {
  const session = useSession();
  const count = useDesigner((state) => standingAt(state, block));
  if (!count) return null;
  return (
    <button
      type="button"
      className="fd-live-mark nodrag nopan"
      aria-label={`${plural(count, "conversation")} at ${title}`}
      onClick={(event) => {
        event.stopPropagation();
        session.ask({ type: "watch", do: "block", flow: session.store.state.flow?.id ?? "", block });
      }}
    >
      {count}
    </button>
  );
}
