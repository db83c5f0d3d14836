import { useEffect } from "react";
import type { Comparison } from "../protocol/versions";
import { useDesigner, useSession } from "../state/context";
import { compare } from "../versions/compared";

/** More than these are better looked at on the canvas. */
const SHOWN = 8;

/** The flow is named where there are several. */
function inWords({ flows, sentences }: Comparison): string[] {
  const [only, ...others] = flows;
  return only?.state === "changed" && !others.length ? only.sentences : sentences;
}

/** What the draft has changed since the live version, in words. */
export function PublishChanges({ live, close }: { live: number; close: () => void }) {
  const session = useSession();
  const sentences = useDesigner(({ desk: { comparison } }) =>
    comparison?.old === live && comparison.new === null ? inWords(comparison) : null,
  );
  useEffect(() => {
    session.store.dispatch({ type: "desk", desk: { comparison: null } });
    session.ask({ type: "versions", do: "compare", old: live, new: null });
  }, [session, live]);
  const show = () => {
    close();
    compare(session, { old: live, new: null });
  };
  return (
    <section className="fd-publish-part" aria-label="Changes">
      <h3 className="fd-label">Changed since version {live}</h3>
      {!sentences && (
        <p className="fd-publish-line" role="status">
          The draft is compared
        </p>
      )}
      {sentences?.length === 0 && <p className="fd-publish-line">Nothing: it would be the same once more.</p>}
      {sentences && sentences.length > 0 && (
        <>
          <ul className="fd-publish-list">
            {sentences.slice(0, SHOWN).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {sentences.length > SHOWN && <li>and {sentences.length - SHOWN} more</li>}
          </ul>
          <button type="button" className="fd-text-link" onClick={show}>
            Show on the canvas
          </button>
        </>
      )}
    </section>
  );
}
