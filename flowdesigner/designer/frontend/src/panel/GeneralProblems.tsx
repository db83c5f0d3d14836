import type { BlockView, Problem } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { problemsOf } from "../state/selectors";

const SEVERITIES = ["error", "warning"] as const;

/** Problems of the block that belong to no field. */
export function GeneralProblems({ block }: { block: BlockView }) {
  const problems = useDesigner((state) => problemsOf(state.problems, block.id));
  const general = problems.filter((one) => !one.field || !(one.field in block.settings));
  if (!general.length) return null;
  return SEVERITIES.map((severity) => {
    const some = general.filter((one) => one.severity === severity);
    return some.length ? (
      <ul key={severity} className="fd-general" data-severity={severity}>
        {some.map((one) => (
          <GeneralProblem key={`${one.code} ${one.port} ${one.message}`} problem={one} />
        ))}
      </ul>
    ) : null;
  });
}

function GeneralProblem({ problem }: { problem: Problem }) {
  const session = useSession();
  const { mend } = problem;
  return (
    <li className="fd-complaint" data-severity={problem.severity}>
      {problem.message}{" "}
      {mend && (
        <button type="button" className="fd-text-link" onClick={() => session.mend(mend.op)}>
          {mend.label}
        </button>
      )}
    </li>
  );
}
