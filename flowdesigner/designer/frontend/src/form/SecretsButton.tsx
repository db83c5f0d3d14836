import { useEffect, useState } from "react";
import { Icon } from "../icons/Icon";
import { useSession } from "../state/context";
import { SecretsDialog } from "./SecretsDialog";

/** Opens the secrets of the bot. */
export function SecretsButton() {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  // Their names are offered where a text may hold one.
  useEffect(() => {
    if (!session.store.state.desk.secrets) session.ask({ type: "secrets", do: "list" });
  }, [session]);
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
