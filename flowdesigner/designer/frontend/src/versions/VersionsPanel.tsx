import { useCallback, useEffect, useState } from "react";
import type { Version } from "../protocol/versions";
import { SidePanel } from "../shell/SidePanel";
import { useDesigner, useSession } from "../state/context";
import { plural } from "../state/selectors";
import { compare } from "./compared";
import { GoToDialog } from "./GoToDialog";
import { MoveDialog } from "./MoveDialog";
import { VersionRow } from "./VersionRow";

interface Asked {
  what: "go_to" | "move";
  number: number;
}

/** The versions of the bot: compare, restore, go back. */
export function VersionsPanel() {
  const session = useSession();
  const versions = useDesigner((state) => state.desk.versions?.versions);
  const live = useDesigner((state) => state.bot.live?.number);
  const isRunning = useDesigner((state) => state.bot.running === "live");
  const isOnline = useDesigner((state) => state.connection === "online");
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = useCallback(() => setAsked(null), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when another version is live
  useEffect(() => {
    if (isOnline) session.ask({ type: "versions", do: "list" });
  }, [session, isOnline, live]);
  const [newest, before] = versions ?? [];
  const foot = newest && before && (
    <button
      type="button"
      className="fd-button"
      onClick={() => compare(session, { old: before.number, new: newest.number })}
    >
      Compare two versions
    </button>
  );
  return (
    <>
      <SidePanel
        title="Versions"
        subtitle={
          live === undefined
            ? "Nothing is published yet"
            : `Version ${live} is ${isRunning ? "live" : "used once the bot is live"}`
        }
        icon="versions"
        foot={foot}
      >
        <Draft live={live} />
        {versions && <History versions={versions} isRunning={isRunning} setAsked={setAsked} />}
      </SidePanel>
      {asked?.what === "go_to" && <GoToDialog number={asked.number} onClose={close} />}
      {asked?.what === "move" && <MoveDialog number={asked.number} onClose={close} />}
    </>
  );
}

/** How far the draft is from the live version. */
function Draft({ live }: { live: number | undefined }) {
  const session = useSession();
  const changes = useDesigner((state) => state.bot.changes);
  const publish = () => session.store.dispatch({ type: "publishing", publishing: "open" });
  return (
    <section className="fd-version-draft" aria-label="The draft">
      <h3>The draft</h3>
      <p className="fd-version-facts">
        {live === undefined
          ? "It saves itself. Publish it when it is good: a version never changes, and you can always go back to it."
          : changes
            ? `${plural(changes, "block")} changed since version ${live}`
            : `As version ${live}, but perhaps for places`}
      </p>
      <div className="fd-test-acts">
        <button type="button" className="fd-button fd-small fd-primary" onClick={publish}>
          Publish
        </button>
        {live !== undefined && (
          <button
            type="button"
            className="fd-button fd-small"
            onClick={() => compare(session, { old: live, new: null })}
          >
            What changed
          </button>
        )}
      </div>
    </section>
  );
}

interface HistoryProps {
  versions: Version[];
  isRunning: boolean;
  setAsked: (asked: Asked) => void;
}

function History({ versions, isRunning, setAsked }: HistoryProps) {
  const session = useSession();
  const inUse = versions.find((one) => one.is_live)?.number ?? 0;
  const all = versions.reduce((sum, one) => sum + one.conversations, 0);
  return (
    <ol className="fd-versions" aria-label="Published versions, the newest first">
      {versions.map((version) => (
        <VersionRow
          key={version.number}
          version={version}
          inUse={inUse}
          isRunning={isRunning}
          others={all - version.conversations}
          onCompare={() => compare(session, { old: version.number, new: null })}
          onRestore={() => session.ask({ type: "versions", do: "restore", number: version.number })}
          onGoTo={() => setAsked({ what: "go_to", number: version.number })}
          onMove={() => setAsked({ what: "move", number: version.number })}
        />
      ))}
    </ol>
  );
}
