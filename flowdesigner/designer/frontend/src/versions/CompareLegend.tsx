import type { Change } from "../protocol/versions";
import { Mark } from "./Mark";

const CHANGES: Change[] = ["added", "removed", "changed", "moved"];

/** What the marks and the lines mean. */
export function CompareLegend() {
  return (
    <section className="fd-compare-legend" aria-label="What the marks mean">
      {CHANGES.map((change) => (
        <Mark key={change} change={change} />
      ))}
      <span className="fd-line-sample" data-change="added">
        <i aria-hidden="true" /> new line
      </span>
      <span className="fd-line-sample" data-change="removed">
        <i aria-hidden="true" /> line that is gone
      </span>
    </section>
  );
}
