import { type SubmitEvent, useEffect, useId, useState } from "react";
import { IconButton } from "../shell/IconButton";
import { Modal } from "../shell/Modal";
import { useDesigner, useSession } from "../state/context";

const NAME = /^[A-Za-z]\w{0,63}$/;

/** The secrets that calls use, by name. Their texts go to Python, which keeps them encrypted, and never come back. */
export function SecretsDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const secrets = useDesigner((state) => state.desk.secrets);
  const [chosen, setChosen] = useState("");
  useEffect(() => session.ask({ type: "secrets", do: "list" }), [session]);
  const kept = secrets?.kept ?? [];
  const missing = (secrets?.used ?? []).filter((name) => !kept.includes(name));
  return (
    <Modal title="Secrets" className="fd-secrets" onClose={onClose}>
      <p>
        A key or password of another system. Write it as <code>{"{secret.name}"}</code> in a header; it is
        kept encrypted on this computer, apart from the bot’s files, and nobody sees it here again.
      </p>
      <ul className="fd-secret-list">
        {kept.map((name) => (
          <li key={name}>
            <code>{name}</code>
            <small>kept{secrets?.used.includes(name) ? "" : ", not used"}</small>
            <button type="button" className="fd-text-link" onClick={() => setChosen(name)}>
              Replace
            </button>
            <IconButton
              icon="trash"
              label={`Forget ${name}`}
              onClick={() => session.ask({ type: "secrets", do: "forget", name })}
            />
          </li>
        ))}
        {missing.map((name) => (
          <li key={name}>
            <code>{name}</code>
            <small data-tone="warn">used, but not kept here</small>
            <button type="button" className="fd-text-link" onClick={() => setChosen(name)}>
              Set
            </button>
          </li>
        ))}
        {secrets && !kept.length && !missing.length && <li className="fd-hint">No secret is kept yet.</li>}
      </ul>
      <NewSecret key={chosen} name={chosen} onDone={() => setChosen("")} />
      <div className="fd-dialog-foot">
        <button type="button" className="fd-button" onClick={onClose}>
          Done
        </button>
      </div>
    </Modal>
  );
}

function NewSecret({ name: chosen, onDone }: { name: string; onDone: () => void }) {
  const session = useSession();
  const id = useId();
  const [name, setName] = useState(chosen);
  const [text, setText] = useState("");
  const isBad = name !== "" && !NAME.test(name);
  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    if (!NAME.test(name) || !text.trim()) return;
    session.ask({ type: "secrets", do: "set", name, text: text.trim() });
    setName("");
    setText("");
    onDone();
  };
  return (
    <form className="fd-secret-new" onSubmit={keep}>
      <span>
        <label className="fd-label" htmlFor={`${id}-name`}>
          Name
        </label>
        <input
          id={`${id}-name`}
          className="fd-input"
          placeholder="crm_token"
          autoComplete="off"
          aria-invalid={isBad}
          aria-describedby={`${id}-note`}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </span>
      <span>
        <label className="fd-label" htmlFor={`${id}-text`}>
          Text
        </label>
        <input
          id={`${id}-text`}
          className="fd-input"
          type="password"
          autoComplete="new-password"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <button type="submit" className="fd-button" disabled={!NAME.test(name) || !text.trim()}>
        Keep
      </button>
      <p id={`${id}-note`} className="fd-complaint">
        {isBad ? "Begin with a letter; then letters, digits and underscores." : ""}
      </p>
    </form>
  );
}
