import type { Problem } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { jump } from "./jump";
import { problemKey } from "./ProblemList";
import { ProblemRow } from "./ProblemRow";

/** What was found in the draft, each with a way to it. */
export function PublishProblems({ problems, close }: { problems: Problem[]; close: () => void }) {
  const here = useDesigner((state) => state.flow?.id);
  if (!problems.length) return null;
  return (
    <section className="fd-dialog-problems" aria-label="Problems that were found">
      {problems.map((problem) =>
        problem.flow === undefined || problem.flow === here ? (
          <ProblemRow key={problemKey(problem)} problem={problem} onShow={close} />
        ) : (
          <Elsewhere key={`${problem.flow} ${problemKey(problem)}`} problem={problem} close={close} />
        ),
      )}
    </section>
  );
}

/** A problem of a flow that is not on the screen. */
function Elsewhere({
  problem: { flow = "", block, message },
  close,
}: {
  problem: Problem;
  close: () => void;
}) {
  const session = useSession();
  const name = useDesigner((state) => state.bot.flows.find((one) => one.id === flow)?.name ?? flow);
  const show = () => {
    close();
    // As long as the dialog is there, nothing behind it takes the keys.
    setTimeout(() => (block ? jump(session, flow, block) : session.openFlow(flow)));
  };
  return (
    <div className="fd-problem">
      <span className="fd-pill" data-tone="bad">
        Error
      </span>
      <span className="fd-problem-text">
        <b>{name}</b> {message}
      </span>
      <button type="button" className="fd-text-link" aria-label={`Show it in ${name}`} onClick={show}>
        Show
      </button>
    </div>
  );
}
