import type { TrialLine } from "../protocol/trial";
import { useSession } from "../state/context";
import { Rendered } from "../text/Formatted";

const SPEAKERS = { bot: "Bot", customer: "Customer", teammate: "Teammate" };

/** One message, or a remark such as "10 minutes later". The buttons of the last turn can be pressed. */
export function TryLine({ line, isNow }: { line: TrialLine; isNow: boolean }) {
  const session = useSession();
  if (line.who === "note") {
    return (
      <div className="fd-note">
        <Rendered html={line.text} />
      </div>
    );
  }
  const speaker = SPEAKERS[line.who];
  return (
    <>
      {line.text && (
        <div className={`fd-message fd-from-${line.who}`}>
          <span className="fd-speaker">{speaker}: </span>
          <Rendered html={line.text} />
        </div>
      )}
      {line.options.length > 0 && (
        <div className="fd-quick">
          {line.options.map((option) => (
            <button
              key={option.id}
              type="button"
              className="fd-quick-reply"
              data-pressed={option.pressed}
              disabled={!isNow}
              onClick={() => session.try({ do: "press", option: option.id })}
            >
              {option.label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
