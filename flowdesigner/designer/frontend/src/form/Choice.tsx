interface Props {
  id: string;
  value: string;
  choices: { value: string; label: string }[];
  /** What the empty value means; without it the empty value can be seen, not chosen. */
  empty?: string | undefined;
  isBad: boolean;
  describedBy: string;
  onChange: (value: string) => void;
}

/** A drop-down list. A value that is not among the choices stays visible until another is chosen. */
export function Choice({ id, value, choices, empty, isBad, describedBy, onChange }: Props) {
  const isKnown = value === "" || choices.some((one) => one.value === value);
  return (
    <span className="fd-select">
      <select
        id={id}
        className="fd-input"
        value={value}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {empty === undefined && value === "" && <option value="">Choose</option>}
        {!isKnown && <option value={value}>{value} (not found)</option>}
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </span>
  );
}
