import { useState } from "react";

interface Props {
  onDone: (address: string) => void;
  onCancel: () => void;
}

const SAFE = /^(https?:\/\/|mailto:|\{)/i;

/** The address of a link; empty takes the link away. */
export function LinkRow({ onDone, onCancel }: Props) {
  const [address, setAddress] = useState("");
  const done = () => onDone(!address || SAFE.test(address) ? address : `https://${address}`);
  return (
    <span className="fd-link-row">
      <input
        // biome-ignore lint/a11y/noAutofocus: the author asked for it with the click before
        autoFocus
        className="fd-input"
        aria-label="Address of the link"
        placeholder="https://"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          else if (event.key === "Escape") onCancel();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <button type="button" className="fd-button fd-small" onClick={done}>
        Set link
      </button>
    </span>
  );
}
