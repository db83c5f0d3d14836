import type { Problem } from "../protocol/flow";
import { problemsInWords } from "../state/selectors";

/** How many problems a block has, on the corner of its card. */
export function Badge({ problems }: { problems: Problem[] }) {
  if (!problems.length) return null;
  const severity = problems.some((one) => one.severity === "error") ? "error" : "warning";
  return (
    <span
      className="fd-badge"
      data-severity={severity}
      role="img"
      aria-label={problemsInWords(problems)}
      title={problems.map((one) => one.message).join("\n")}
    >
      {problems.length}
    </span>
  );
}
