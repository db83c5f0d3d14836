import type { Language } from "../protocol/languages";
import { useDesigner } from "../state/context";

interface Props {
  label: string;
  options: Language[];
  onChoose: (code: string) => void;
}

/** Chooses a language, by its name. */
export function Select({ label, options, onChoose }: Props) {
  const isOnline = useDesigner((state) => state.connection === "online");
  return (
    <select
      className="fd-input"
      aria-label={label}
      value=""
      disabled={!isOnline}
      onChange={(event) => event.target.value && onChoose(event.target.value)}
    >
      <option value="">{label}…</option>
      {options.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
