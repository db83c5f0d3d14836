import { useCallback, useEffect, useRef, useState } from "react";
import type { Json } from "../protocol/json";
import { useSession } from "../state/context";

const PAUSE_MS = 300;

export interface Draft<Value> {
  value: Value;
  /** Changes the draft; sent after a pause in typing. */
  change: (value: Value) => void;
  /** Changes the draft and sends it at once. */
  commit: (value: Value) => void;
  /** Sends what is waiting: when the field is left. */
  flush: () => void;
}

/** What the author types, ahead of the document. A value from elsewhere (undo, another page) replaces it. */
export function useDraft<Value extends Json>(
  value: Value,
  send: (value: Value) => void,
  isRefused = false,
): Draft<Value> {
  const session = useSession();
  const [draft, setDraft] = useState(value);
  const known = useRef(JSON.stringify(value));
  const waiting = useRef<{ value: Value; timer: ReturnType<typeof setTimeout> } | null>(null);
  const sender = useRef(send);
  sender.current = send;

  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `text` stands for `value`
  useEffect(() => {
    if (text === known.current || waiting.current || isRefused) return;
    known.current = text;
    setDraft(value);
  }, [text, isRefused]);

  const flush = useCallback(() => {
    if (!waiting.current) return;
    const { value: last, timer } = waiting.current;
    clearTimeout(timer);
    waiting.current = null;
    const now = JSON.stringify(last);
    if (now === known.current) return;
    known.current = now;
    sender.current(last);
  }, []);
  const change = useCallback(
    (next: Value) => {
      setDraft(next);
      session.typing();
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { value: next, timer: setTimeout(flush, PAUSE_MS) };
    },
    [flush, session],
  );
  const commit = useCallback(
    (next: Value) => {
      change(next);
      flush();
    },
    [change, flush],
  );
  useEffect(() => flush, [flush]);
  return { value: draft, change, commit, flush };
}
