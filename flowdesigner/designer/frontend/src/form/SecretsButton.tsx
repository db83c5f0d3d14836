import { useState } from "react";
import { Icon } from "../icons/Icon";
import { SecretsDialog } from "./SecretsDialog";

/** Opens the secrets of the bot. */
export function SecretsButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="fd-button fd-ghost fd-small" onClick={() => setOpen(true)}>
        <Icon name="key" />
        Secrets
      </button>
      {isOpen && <SecretsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
