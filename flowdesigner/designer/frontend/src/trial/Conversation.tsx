import { useEffect, useRef } from "react";
import type { Trial } from "../protocol/trial";
import { TryLine } from "./TryLine";

const EMPTY: Trial["lines"] = [];

/** What was said so far, as it looks where the customer writes; the last turn stays in view. */
export function Conversation({ trial }: { trial: Trial | null }) {
  const end = useRef<HTMLDivElement>(null);
  const lines = trial?.lines ?? EMPTY;
  const lastTurn = lines.findLastIndex((line) => line.who === "customer");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn brings a new list
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [lines]);
  return (
    <div className="fd-talk" role="log" aria-label="Conversation" data-channel={trial?.channel}>
      {!lines.length && (
        <p className="fd-none">Write as the customer, and the bot answers as it would in Intercom.</p>
      )}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
        <TryLine key={index} line={line} isNow={index > lastTurn} />
      ))}
      <div ref={end} />
    </div>
  );
}
