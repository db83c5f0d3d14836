import type { Version } from "../protocol/versions";
import { plural } from "../state/selectors";
import { when } from "./names";

interface Props {
  version: Version;
  /** How many conversations are under way on other versions. */
  others: number;
  /** The version that new conversations use, and whether the bot answers any. */
  inUse: number;
  isRunning: boolean;
  onCompare: () => void;
  onRestore: () => void;
  onGoTo: () => void;
  onMove: () => void;
}

/** One version: what was said of it, by whom and when, and what can be done with it. */
export function VersionRow({
  version,
  others,
  inUse,
  isRunning,
  onCompare,
  onRestore,
  onGoTo,
  onMove,
}: Props) {
  const { number, note, author, at, is_live: isLive, conversations } = version;
  const act = (label: string, what: string, onClick: () => void) => (
    <button type="button" className="fd-button fd-small" aria-label={what} onClick={onClick}>
      {label}
    </button>
  );
  return (
    <li className="fd-version" aria-current={isLive ? "true" : undefined}>
      <h3>
        Version {number}
        {isLive && (
          <span className="fd-pill" data-tone="ok">
            <i />
            {isRunning ? "Live" : "Used once live"}
          </span>
        )}
      </h3>
      {note && <p className="fd-version-note">{note}</p>}
      <p className="fd-version-facts">
        <time dateTime={at} title={new Date(at).toLocaleString("en-GB")}>
          {when(at, new Date())}
        </time>
        {author && ` by ${author}`}
        {conversations > 0 && ` · ${plural(conversations, "conversation")} under way`}
      </p>
      <div className="fd-test-acts">
        {number < inUse && act("Go back", `Go back to version ${number}`, onGoTo)}
        {number > inUse && act("Use", `Use version ${number}`, onGoTo)}
        {isLive && others > 0 && act("Move conversations", `Move conversations to version ${number}`, onMove)}
        {act("Compare", `Compare version ${number} with the draft`, onCompare)}
        {act("Restore as draft", `Restore as draft: version ${number}`, onRestore)}
      </div>
    </li>
  );
}
