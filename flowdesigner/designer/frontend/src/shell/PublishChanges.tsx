import { useEffect } from "react";
import { useDesigner, useSession } from "../state/context";
import { compare } from "../versions/compared";

/** What the draft has changed since the live version, in words. */
export function PublishChanges({ live, close }: { live: number; close: () => void }) {
  const session = useSession();
  const sentences = useDesigner(({ desk: { comparison } }) =>
    comparison?.old === live && comparison.new === null ? comparison.sentences : null,
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
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <button type="button" className="fd-text-link" onClick={show}>
            Show on the canvas
          </button>
        </>
      )}
    </section>
  );
}
