import { Choice } from "./Choice";
import { asText, type FieldProps } from "./input";
import { useFunctions } from "./useFunctions";

/** One of the author's Python functions, with what it says of itself. */
export function FunctionField({ id, value, isBad, describedBy, onChange }: FieldProps) {
  const found = useFunctions();
  const chosen = found?.functions.find((one) => one.name === value);
  return (
    <>
      <Choice
        id={id}
        value={asText(value)}
        choices={(found?.functions ?? []).map((one) => ({ value: one.name, label: one.name }))}
        isBad={isBad}
        describedBy={describedBy}
        onChange={onChange}
      />
      <div role="status">
        {chosen?.description && <p className="fd-hint">{chosen.description}</p>}
        {!found && <p className="fd-hint">Looking for functions</p>}
        {found?.functions.length === 0 && (
          <p className="fd-hint">There is none yet: Help says how to write one into functions.py.</p>
        )}
        {found?.troubles.map((one) => (
          <p key={one.where + one.message} className="fd-complaint" data-severity="warning">
            {one.where}: {one.message}
          </p>
        ))}
      </div>
    </>
  );
}
