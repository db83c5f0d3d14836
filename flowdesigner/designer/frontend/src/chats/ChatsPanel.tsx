import { useCallback, useEffect, useState } from "react";
import { Icon } from "../icons/Icon";
import type { KeptChat, KeptChats } from "../protocol/chats";
import { SidePanel } from "../shell/SidePanel";
import { useDesigner, useSession } from "../state/context";
import type { Session } from "../state/session";
import { ChatEditor } from "./ChatEditor";
import { ChatRow } from "./ChatRow";
import { CoveragePart } from "./CoveragePart";
import { useTestActs } from "./useTestActs";
import { ordered, tally } from "./words";

/** Plays a kept chat in *Try it*, from where one can go on by hand. */
function openInTry(session: Session, name: string): void {
  session.store.dispatch({ type: "side", side: "try" });
  // The panel begins a conversation when it opens; this one comes after it.
  setTimeout(() => session.try({ do: "open", name }));
}

/** The kept chats: how each stands, what differs, and what they touch. */
export function ChatsPanel() {
  const session = useSession();
  const tests = useDesigner((state) => state.desk.tests);
  const [isRunning, setRunning] = useState(false);
  const [edited, setEdited] = useState<KeptChat | "new" | null>(null);
  const act = useTestActs();
  const close = useCallback(() => setEdited(null), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew means that they were run
  useEffect(() => setRunning(false), [tests]);
  const run = () => {
    setRunning(true);
    session.ask({ type: "tests", do: "run" });
  };
  const foot = (
    <>
      <button type="button" className="fd-button fd-ghost" onClick={() => setEdited("new")}>
        Write a test
      </button>
      <span className="fd-grow" />
      <button type="button" className="fd-button" disabled={!tests?.tests.length} onClick={run}>
        <Icon name="restart" />
        {isRunning ? "Running" : "Run all"}
      </button>
    </>
  );
  return (
    <>
      <SidePanel
        title="Tests"
        subtitle={tests ? tally(tests) : "The tests are run"}
        icon="tests"
        foot={tests ? foot : undefined}
      >
        {!tests ? (
          <Waiting />
        ) : tests.tests.length ? (
          <>
            <CoveragePart coverage={tests.coverage} />
            <List tests={tests} act={act} onEdit={setEdited} onTry={(name) => openInTry(session, name)} />
          </>
        ) : (
          <None />
        )}
      </SidePanel>
      {edited && <ChatEditor test={edited === "new" ? null : edited} onClose={close} />}
    </>
  );
}

interface ListProps {
  tests: KeptChats;
  act: ReturnType<typeof useTestActs>;
  onEdit: (test: KeptChat) => void;
  onTry: (name: string) => void;
}

function List({ tests, act, onEdit, onTry }: ListProps) {
  return (
    <ul className="fd-tests">
      {ordered(tests.tests).map((test) => (
        <ChatRow
          key={test.name}
          test={test}
          onAccept={() => act(test, "accept")}
          onRemove={() => act(test, "remove")}
          onEdit={() => onEdit(test)}
          onTry={() => onTry(test.name)}
        />
      ))}
    </ul>
  );
}

function None() {
  const session = useSession();
  return (
    <div className="fd-none-yet">
      <h3>No tests yet</h3>
      <p>
        A test is a conversation that must go on working. Talk with your bot in Try it, then press “Keep as
        test”.
      </p>
      <button
        type="button"
        className="fd-button fd-primary"
        onClick={() => session.store.dispatch({ type: "side", side: "try" })}
      >
        Open Try it
      </button>
    </div>
  );
}

function Waiting() {
  return (
    <div className="fd-waiting" aria-hidden="true">
      <b />
      <b />
      <b />
    </div>
  );
}
