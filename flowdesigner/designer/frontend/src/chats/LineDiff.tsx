import type { KeptChat } from "../protocol/chats";

/** Where a test and the bot part: the line that was expected, and what came in its place. */
export function LineDiff({ test }: { test: KeptChat }) {
  const { line, expected, actual, message } = test;
  if (!expected && !actual) {
    return (
      <p className="fd-test-message">
        {line !== null && <b>Line {line}: </b>}
        {message}
      </p>
    );
  }
  return (
    <dl className="fd-lines" aria-label={line === null ? "What differs" : `Line ${line} differs`}>
      <dt>{line === null ? "Expected" : `Line ${line} expects`}</dt>
      <dd data-which="expected">{expected || "nothing more"}</dd>
      <dt>The bot does</dt>
      <dd data-which="actual">{actual || "nothing"}</dd>
    </dl>
  );
}
