import { useEffect, useRef } from "react";
import type { TrialLine } from "../protocol/trial";
import { TryLine } from "./TryLine";

interface Props {
  lines: TrialLine[];
  channel?: string | undefined;
  /** What is said where nobody has written yet. */
  empty: string;
  /** A conversation with a customer: no button of it can be pressed here. */
  isRead?: boolean;
}

/** What was said so far, as it looks where the customer writes; the last turn stays in view. */
export function Conversation({ lines, channel, empty, isRead }: Props) {
  const end = useRef<HTMLDivElement>(null);
  const lastTurn = lines.findLastIndex((line) => line.who === "customer");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn brings a new list
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [lines]);
  return (
    <div className="fd-talk" role="log" aria-label="Conversation" data-channel={channel}>
      {!lines.length && <p className="fd-none">{empty}</p>}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
        <TryLine key={index} line={line} isNow={!isRead && index > lastTurn} />
      ))}
      <div ref={end} />
    </div>
  );
}
