import type { BotEntry } from "../protocol/bots";
import { useDesigner, useSession } from "../state/context";
import { CopyLine } from "./CopyLine";
import { addressOf, lineFor } from "./start";

interface Props {
  bots: BotEntry[];
  path: string;
}

/** The bots that are there, each one click away; in a notebook, the line that opens it. */
export function BotList({ bots, path }: Props) {
  const session = useSession();
  const embedded = useDesigner((state) => state.embedded);
  return (
    <ul className="fd-bot-list">
      {bots.map((bot) => (
        <li key={bot.folder} aria-current={bot.is_this}>
          <div>
            <b>{bot.name}</b>
            <small>
              {bot.folder}, changed {bot.changed}
            </small>
          </div>
          {bot.is_this ? (
            <button
              type="button"
              className="fd-button fd-ghost"
              aria-label={`Back to ${bot.name}`}
              onClick={() => session.set("page", "flow")}
            >
              Back
            </button>
          ) : embedded ? (
            <CopyLine line={lineFor(`${path}/${bot.folder}`)} />
          ) : (
            <a className="fd-button" href={addressOf(bot.folder)} aria-label={`Open ${bot.name}`}>
              Open
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
