import { Icon } from "../icons/Icon";
import { useDesigner, useSession } from "../state/context";
import { chooseText } from "../state/files";
import { Menu } from "./Menu";
import { useShownTheme } from "./useShownTheme";

/** What is needed now and then: pictures, files to hand on, and the theme of the system. */
export function MoreMenu() {
  const session = useSession();
  const theme = useDesigner((state) => state.theme);
  const shown = useShownTheme();
  const takeIn = async () => {
    const text = await chooseText(".json,application/json");
    if (text !== undefined) session.import(text);
  };
  return (
    <Menu
      label="More"
      className="fd-button fd-square fd-ghost"
      button={<Icon name="more" />}
      items={[
        { label: "Save a picture (PNG)", onChoose: () => session.export("png", shown) },
        { label: "Save a picture (SVG)", onChoose: () => session.export("svg", shown) },
        { label: "Export as JSON", onChoose: () => session.export("json", shown) },
        { label: "Export as Mermaid", onChoose: () => session.export("mermaid", shown) },
        { label: "Import a bot…", onChoose: () => void takeIn() },
        {
          label: "Keys",
          onChoose: () => session.store.dispatch({ type: "overlay", overlay: { kind: "keys" } }),
        },
        {
          label: "Theme of the system",
          checked: theme === "auto",
          onChoose: () => session.set("theme", "auto"),
        },
      ]}
    />
  );
}
