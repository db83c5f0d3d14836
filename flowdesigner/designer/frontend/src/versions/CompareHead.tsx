import { IconButton } from "../shell/IconButton";
import { useDesigner, useSession } from "../state/context";
import { compare } from "./compared";
import { nameOf } from "./names";

const DRAFT = "draft";

function Choice({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | null;
  onChange: (to: number | null) => void;
}) {
  const versions = useDesigner((state) => state.desk.versions?.versions);
  return (
    <span className="fd-select">
      <select
        className="fd-input"
        aria-label={label}
        value={value ?? DRAFT}
        onChange={(event) => onChange(event.target.value === DRAFT ? null : Number(event.target.value))}
      >
        <option value={DRAFT}>{nameOf(null)}</option>
        {(versions ?? []).map(({ number, is_live }) => (
          <option key={number} value={number}>
            {nameOf(number)}
            {is_live ? " (in use)" : ""}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Which two are compared, and the way back to the flow. */
export function CompareHead({
  pair,
  close,
}: {
  pair: { old: number | null; new: number | null };
  close: () => void;
}) {
  const session = useSession();
  const { old, new: now } = pair;
  return (
    <header className="fd-compare-head">
      <h2>What changed</h2>
      <span className="fd-compare-pair">
        from
        <Choice label="From" value={old} onChange={(to) => compare(session, { old: to, new: now })} />
        to
        <Choice label="To" value={now} onChange={(to) => compare(session, { old, new: to })} />
      </span>
      <span className="fd-grow" />
      {old !== null && (
        <button
          type="button"
          className="fd-button"
          onClick={() => session.ask({ type: "versions", do: "restore", number: old })}
        >
          Restore version {old} as draft
        </button>
      )}
      <IconButton bordered icon="cross" label="Close the comparison" onClick={close} />
    </header>
  );
}
