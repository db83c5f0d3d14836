import { useState } from "react";

/** A line of Python to run in a cell. */
export function CopyLine({ line }: { line: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <span className="fd-copy-line">
      <code>{line}</code>
      <button type="button" className="fd-button fd-small" onClick={() => void copy()}>
        {isCopied ? "Copied" : "Copy"}
      </button>
    </span>
  );
}
