import { STATES, tally } from "../chats/words";
import type { KeptChat } from "../protocol/chats";
import { useDesigner, useSession } from "../state/context";

/** How the tests stand that are run before a version is made. */
export function PublishTests({ failed, close }: { failed: KeptChat[] | null; close: () => void }) {
  const session = useSession();
  const tests = useDesigner((state) => state.desk.tests);
  const show = () => {
    close();
    session.store.dispatch({ type: "side", side: "tests" });
  };
  const hasNone = failed && !failed.length && !tests?.tests.length;
  return (
    <section className="fd-publish-part" aria-label="Tests">
      <h3 className="fd-label">Tests</h3>
      <p className="fd-publish-line" role="status">
        {!failed && "The tests are run"}
        {hasNone && "There are none yet. Keep conversations that must go on working as tests."}
        {failed && !failed.length && tests && tests.tests.length > 0 && `${tally(tests)}.`}
        {failed?.length === 1 && "One test does not pass. You can publish all the same."}
        {failed && failed.length > 1 && `${failed.length} tests do not pass. You can publish all the same.`}
      </p>
      {failed && failed.length > 0 && (
        <>
          <ul className="fd-publish-list">
            {failed.map(({ name, title, state, line }) => (
              <li key={name}>
                <span className="fd-pill" data-tone={STATES[state].tone}>
                  {STATES[state].word}
                </span>
                {title}
                {line !== null && <small> line {line}</small>}
              </li>
            ))}
          </ul>
          <button type="button" className="fd-text-link" onClick={show}>
            Show the tests
          </button>
        </>
      )}
    </section>
  );
}
