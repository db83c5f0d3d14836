import { START } from "../protocol/catalog";
import { useDesigner } from "../state/context";
import { kindOf } from "../state/selectors";
import { useAddBlock } from "./useAddBlock";

/** What to do first in a flow without blocks. */
export function EmptyFlow() {
  const isEmpty = useDesigner((state) => state.flow !== null && !Object.keys(state.flow.blocks).length);
  const start = useDesigner((state) => kindOf(state, START));
  const add = useAddBlock();
  if (!isEmpty) return null;
  return (
    <div className="fd-empty">
      <h2>Draw the conversation</h2>
      <p>It begins when a customer writes. Add the start, then choose what the bot says next.</p>
      {start && (
        <button type="button" className="fd-button fd-primary" onClick={() => add(start)}>
          Add {start.label}
        </button>
      )}
    </div>
  );
}
