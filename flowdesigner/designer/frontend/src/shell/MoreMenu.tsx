import { Icon } from "../icons/Icon";
import { useDesigner, useSession } from "../state/context";
import { Menu } from "./Menu";

/** What is needed now and then: export, and the theme of the system. */
export function MoreMenu() {
  const session = useSession();
  const theme = useDesigner((state) => state.theme);
  return (
    <Menu
      label="More"
      className="fd-button fd-square fd-ghost"
      button={<Icon name="more" />}
      items={[
        { label: "Export as JSON", onChoose: () => session.export("json") },
        { label: "Export as Mermaid", onChoose: () => session.export("mermaid") },
        {
          label: "Theme of the system",
          checked: theme === "auto",
          onChoose: () => session.set("theme", "auto"),
        },
      ]}
    />
  );
}
