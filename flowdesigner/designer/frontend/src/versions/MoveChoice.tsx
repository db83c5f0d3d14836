import { useId } from "react";
import { plural } from "../state/selectors";
import { staying, useUnderWay } from "./underWay";

interface Props {
  /** The version that they could go on with; null is the draft, about to be published. */
  number: number | null;
  move: boolean;
  onChange: (move: boolean) => void;
}

/** Says how many conversations are under way, and lets one choose what becomes of them. */
export function MoveChoice({ number, move, onChange }: Props) {
  const id = useId();
  const found = useUnderWay(number);
  if (!found) {
    return (
      <p className="fd-hint" role="status">
        The conversations under way are counted
      </p>
    );
  }
  const { can_move: can, must_stay: must } = found;
  const all = can + must;
  const others = number === null ? "an earlier version" : "another version";
  if (!all) return <p className="fd-hint fd-options">No conversation is under way on {others}.</p>;
  const option = (value: boolean, label: string, hint: string) => (
    <label className="fd-option">
      <input
        type="radio"
        name={id}
        checked={move === value}
        disabled={value && !can}
        onChange={() => onChange(value)}
      />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
  return (
    <fieldset className="fd-options">
      <legend className="fd-label">
        {plural(all, "conversation")} {all === 1 ? "is" : "are"} under way on {others}
      </legend>
      {option(false, all === 1 ? "It goes on with its version" : "They go on with their version", "")}
      {option(
        true,
        can === all
          ? all === 1
            ? "It moves to this one"
            : "They move to this one"
          : `${can} of ${all} move to this one`,
        staying(must),
      )}
    </fieldset>
  );
}
