import type { Problem } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";

/** One problem: whose, what happens to the customer, and the mend. */
export function ProblemRow({ problem, onShow }: { problem: Problem; onShow?: () => void }) {
  const session = useSession();
  const { block, mend, severity, message } = problem;
  const title = useDesigner((state) => (block && state.flow?.blocks[block]?.title) || "");
  const show = () => {
    onShow?.();
    if (!block) return;
    session.store.dispatch({ type: "revealed", block });
    session.store.dispatch({ type: "side", side: "block", block });
  };
  return (
    <div className="fd-problem">
      <span className="fd-pill" data-tone={severity === "error" ? "bad" : "warn"}>
        {severity === "error" ? "Error" : "Warning"}
      </span>
      <span className="fd-problem-text">
        {title && <b>{title}</b>} {message}
      </span>
      {mend && (
        <button type="button" className="fd-text-link" onClick={() => session.mend(mend.op)}>
          {mend.label}
        </button>
      )}
      {block && title && (
        <button type="button" className="fd-text-link" aria-label={`Show ${title}`} onClick={show}>
          Show
        </button>
      )}
    </div>
  );
}
