import { useSession } from "../state/context";
import { IconButton } from "./IconButton";
import { useShownTheme } from "./useShownTheme";

/** Light or dark. */
export function ThemeSwitch() {
  const session = useSession();
  const shown = useShownTheme();
  const other = shown === "dark" ? "light" : "dark";
  return (
    <IconButton
      icon={shown === "dark" ? "sun" : "moon"}
      label={`Switch to the ${other} theme`}
      onClick={() => session.set("theme", other)}
    />
  );
}
