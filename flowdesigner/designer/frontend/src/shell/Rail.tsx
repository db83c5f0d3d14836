import { Icon, type IconName } from "../icons/Icon";
import type { Page } from "../protocol/bot";
import { useDesigner, useSession } from "../state/context";
import type { Side } from "../state/state";
import { goToPage, toggleSide } from "./sides";

type Entry = ({ page: Page } | { side: Side }) & { label: string; icon: IconName };

const ENTRIES: Entry[] = [
  { page: "flow", label: "Flow", icon: "flow" },
  { side: "variables", label: "Variables", icon: "braces" },
  { side: "languages", label: "Languages", icon: "languages" },
  { side: "tests", label: "Tests", icon: "tests" },
  { side: "versions", label: "Versions", icon: "versions" },
  { side: "live", label: "Live", icon: "live" },
  { page: "bots", label: "Bots", icon: "bots" },
  { page: "channels", label: "Channels", icon: "plug" },
  { page: "running", label: "Running", icon: "pulse" },
  { page: "help", label: "Help", icon: "help" },
];

/** The pages of the designer, and what lies beside the flow. */
export function Rail() {
  const session = useSession();
  const now = useDesigner((state) => state.page);
  const side = useDesigner((state) => (state.page === "flow" ? state.side : null));
  return (
    <nav className="fd-rail" aria-label="Pages">
      {ENTRIES.map(({ label, icon, ...to }) => (
        <button
          key={label}
          type="button"
          className={label.length > 8 ? "fd-rail-item fd-tight" : "fd-rail-item"}
          aria-current={"page" in to && to.page === now ? "page" : undefined}
          aria-pressed={"side" in to ? to.side === side : undefined}
          onClick={() => ("page" in to ? goToPage(session, to.page) : toggleSide(session, to.side))}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}
