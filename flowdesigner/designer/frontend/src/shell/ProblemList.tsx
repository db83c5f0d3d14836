import type { Problem } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { IconButton } from "./IconButton";
import { ProblemRow } from "./ProblemRow";

/** What would go wrong for customers, each with a way to mend it. */
export function ProblemList() {
  const session = useSession();
  const problems = useDesigner((state) => state.problems);
  const isOpen = useDesigner((state) => state.problemsOpen);
  if (!isOpen || !problems.length) return null;
  return (
    <section className="fd-problems" aria-label="Problems">
      <div className="fd-problems-list">
        {problems.map((problem) => (
          <ProblemRow key={problemKey(problem)} problem={problem} />
        ))}
      </div>
      <span className="fd-problems-close">
        <IconButton
          icon="cross"
          label="Close problems"
          onClick={() => session.store.dispatch({ type: "problems", open: false })}
        />
      </span>
    </section>
  );
}

export function problemKey({ block, code, field, port, message }: Problem): string {
  return [block, code, field, port, message].join("\n");
}
