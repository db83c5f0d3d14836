import { Icon, type IconName } from "../icons/Icon";
import type { Page } from "../protocol/bot";
import { useDesigner, useSession } from "../state/context";

const PAGES: { page: Page; label: string; icon: IconName }[] = [
  { page: "flow", label: "Flow", icon: "flow" },
  { page: "channels", label: "Channels", icon: "plug" },
  { page: "running", label: "Running", icon: "pulse" },
  { page: "help", label: "Help", icon: "help" },
];

/** The pages of the designer. */
export function Rail() {
  const session = useSession();
  const now = useDesigner((state) => state.page);
  return (
    <nav className="fd-rail" aria-label="Pages">
      {PAGES.map(({ page, label, icon }) => (
        <button
          key={page}
          type="button"
          className="fd-rail-item"
          aria-current={page === now ? "page" : undefined}
          onClick={() => session.set("page", page)}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}
