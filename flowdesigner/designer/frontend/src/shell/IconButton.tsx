import { Icon, type IconName } from "../icons/Icon";

interface Props {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  bordered?: boolean;
}

/** A button that shows a picture and says its name. */
export function IconButton({ icon, label, onClick, pressed, disabled, bordered }: Props) {
  return (
    <button
      type="button"
      className={`fd-button fd-square ${bordered ? "" : "fd-ghost"} ${pressed ? "fd-on" : ""}`}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
