import { useDesigner, useSession } from "../state/context";
import { countProblems, problemsInWords } from "../state/selectors";

/** How many problems there are; opens and closes their list. */
export function ProblemsPill() {
  const session = useSession();
  const problems = useDesigner((state) => state.problems);
  const isOpen = useDesigner((state) => state.problemsOpen);
  const { errors, warnings } = countProblems(problems);
  const text = problemsInWords(problems);
  if (!problems.length) {
    return (
      <span className="fd-pill" data-tone="ok" role="status">
        <i />
        {text}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="fd-pill fd-pill-button"
      data-tone={errors ? "bad" : warnings ? "warn" : "ok"}
      aria-expanded={isOpen}
      onClick={() => session.store.dispatch({ type: "problems", open: !isOpen })}
    >
      {text}
    </button>
  );
}
