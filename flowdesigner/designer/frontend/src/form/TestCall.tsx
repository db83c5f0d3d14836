import { useId, useState } from "react";
import { Icon } from "../icons/Icon";
import type { Called } from "../protocol/desk";
import type { BlockView } from "../protocol/flow";
import type { Json } from "../protocol/json";
import { useDesigner, useSession } from "../state/context";
import { VariableChip } from "../text/VariableChip";
import { type Needed, neededBy, typedAs } from "./callValues";

const PLAIN = ["example"];

interface Props {
  block: BlockView;
  /** Whether the block keeps an answer that trials take in place of the call. */
  hasExample: boolean;
}

/** Makes the block's call once, for real, with values that the author gives. */
export function TestCall({ block, hasExample }: Props) {
  const session = useSession();
  const called = useDesigner((state) => state.desk.called[block.id]);
  const declared = useDesigner((state) => state.flow?.variables);
  const system = useDesigner((state) => state.system_variables);
  const connection = useDesigner((state) => state.connection);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const examples = new Map(system.map((one) => [one.name, one.example]));
  const needed = neededBy(block, PLAIN, declared ?? [], examples);
  const isUnderWay = called === null;
  const call = () => {
    const values: Record<string, Json> = {};
    for (const one of needed) {
      const text = typed[one.name] ?? one.value;
      if (text !== "") values[one.name] = typedAs(text, one.type);
    }
    const all = session.store.state.desk.called;
    session.store.dispatch({ type: "desk", desk: { called: { ...all, [block.id]: null } } });
    session.ask({ type: "call", block: block.id, values });
  };
  return (
    <section className="fd-test-call" aria-label="Test call">
      {needed.map((one) => (
        <GivenValue
          key={one.name}
          needed={one}
          value={typed[one.name] ?? one.value}
          onChange={(text) => setTyped({ ...typed, [one.name]: text })}
        />
      ))}
      <div className="fd-row">
        <button
          type="button"
          className="fd-button fd-small"
          disabled={isUnderWay || connection !== "online"}
          onClick={call}
        >
          <Icon name="play" />
          {isUnderWay ? "Calling" : "Make a test call"}
        </button>
        {called && !called.error && <Answer called={called} />}
      </div>
      <div role="status">
        {called?.error && <p className="fd-complaint">{called.error}</p>}
        {called && !called.error && typeof called.body === "string" && (
          <p className="fd-hint">
            The answer is text, not JSON: {called.body.slice(0, 200) || "it is empty"}
          </p>
        )}
      </div>
      {hasExample && called && !called.error && <KeepExample block={block} called={called} />}
    </section>
  );
}

function Answer({ called }: { called: Called }) {
  const status = called.status ?? 0;
  const tone = status < 300 ? "ok" : status < 500 ? "warn" : "bad";
  return (
    <span className="fd-pill" data-tone={tone} title={called.call}>
      {called.call.startsWith("the ") ? "Done" : `Status ${called.status}`} in {called.seconds.toFixed(1)} s
    </span>
  );
}

function GivenValue({
  needed,
  value,
  onChange,
}: {
  needed: Needed;
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  return (
    <div className="fd-given">
      <label htmlFor={id}>
        <VariableChip name={needed.name} />
      </label>
      <input
        id={id}
        className="fd-input"
        aria-label={`Value of ${needed.name} in the test call`}
        type={needed.isSensitive ? "password" : "text"}
        autoComplete="off"
        placeholder="not known"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** Makes the answer the one that trials and tests take in place of the call. */
function KeepExample({ block, called }: { block: BlockView; called: Called }) {
  const session = useSession();
  const text = typeof called.body === "string" ? called.body : JSON.stringify(called.body, null, 2);
  if (block.settings.example === text) return <p className="fd-hint">This answer is the example.</p>;
  return (
    <button
      type="button"
      className="fd-text-link"
      onClick={() => session.edit({ op: "set", block: block.id, settings: { example: text } })}
    >
      Use this answer in Try it and in tests
    </button>
  );
}
