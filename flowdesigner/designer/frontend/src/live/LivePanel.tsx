import { useEffect } from "react";
import type { WatchRequest } from "../protocol/live";
import { SidePanel } from "../shell/SidePanel";
import { useDesigner, useSession } from "../state/context";
import { Conversation } from "../trial/Conversation";

/** The conversations with customers, beside the canvas that counts them on its blocks. */
export function LivePanel() {
  const session = useSession();
  const isOnline = useDesigner((state) => state.connection === "online");
  const isLive = useDesigner((state) => state.bot.running === "live");
  const isFollowing = useDesigner((state) => state.desk.followed !== null);
  useEffect(() => {
    if (!isOnline) return;
    const version = session.store.state.desk.standing?.version ?? null;
    session.ask({ type: "watch", do: "on", version });
    return () => session.ask({ type: "watch", do: "off" });
  }, [session, isOnline]);
  return (
    <SidePanel title="Live" subtitle={isLive ? "The bot answers" : "The bot does not answer now"} icon="live">
      {isFollowing ? <OneConversation /> : <Crowd />}
    </SidePanel>
  );
}

interface AskProps {
  label: string;
  request: WatchRequest;
  look?: string;
}

function Ask({ label, request, look = "fd-button fd-small" }: AskProps) {
  const session = useSession();
  return (
    <button type="button" className={look} onClick={() => session.ask(request)}>
      {label}
    </button>
  );
}

/** Conversations stay on their version: those of which are counted. */
function VersionChoice() {
  const session = useSession();
  const standing = useDesigner((state) => state.desk.standing);
  if (!standing?.versions[1]) return null;
  return (
    <label className="fd-live-version">
      Conversations of
      <select
        value={standing.version ?? ""}
        onChange={({ target }) =>
          session.ask({ type: "watch", do: "on", version: Number(target.value) || null })
        }
      >
        <option value="">all versions, by block</option>
        {standing.versions.map(({ number, label }) => (
          <option key={number} value={number}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Those at the block that was asked for, or the latest ones. */
function Crowd() {
  const session = useSession();
  const crowd = useDesigner((state) => state.desk.crowd);
  if (!crowd) return null;
  return (
    <>
      <VersionChoice />
      <h3 className="fd-live-title">{crowd.title}</h3>
      {crowd.block && (
        <Ask
          label="Show all"
          look="fd-text-link"
          request={{ type: "watch", do: "block", flow: "", block: "" }}
        />
      )}
      <ul className="fd-live-list">
        {crowd.conversations.map(({ row, customer, about, last }) => (
          <li key={row}>
            <button
              type="button"
              className="fd-live-row"
              onClick={() => session.ask({ type: "watch", do: "open", row })}
            >
              <b>{customer}</b>
              <span>{last}</span>
              <small>{about}</small>
            </button>
          </li>
        ))}
      </ul>
      {crowd.rest && <p className="fd-none">{crowd.rest}</p>}
    </>
  );
}

/** What was said, with the way through the flow lit on the canvas. */
function OneConversation() {
  const followed = useDesigner((state) => state.desk.followed);
  if (!followed) return null;
  return (
    <>
      <div className="fd-test-acts">
        <Ask label="Back" request={{ type: "watch", do: "back" }} />
        <Ask label="Open in Running" request={{ type: "watch", do: "page", row: followed.row }} />
      </div>
      <h3 className="fd-live-title">{followed.customer}</h3>
      <p className="fd-live-status">
        <span className="fd-pill" data-tone={followed.tone}>
          {followed.status}
        </span>
      </p>
      <Conversation
        lines={followed.lines}
        empty="Its transcript is not kept any more."
        channel="conversation"
        isRead
      />
    </>
  );
}
