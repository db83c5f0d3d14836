import { type ReactNode, useEffect, useRef } from "react";
import { Icon, type IconName } from "../icons/Icon";
import { useSession } from "../state/context";
import { IconButton } from "./IconButton";

interface Props {
  title: string;
  subtitle?: string;
  icon: IconName;
  /** Buttons beside the title. */
  tools?: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}

/** What lies at the right of the canvas: takes the keys when it opens and gives them back when it closes. */
export function SidePanel({ title, subtitle, icon, tools, foot, children }: Props) {
  const session = useSession();
  const panel = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
  }, []);
  const close = () => {
    const root = panel.current?.closest<HTMLElement>(".fd-root");
    session.store.dispatch({ type: "side", side: null });
    const target =
      before.current instanceof HTMLElement && before.current.isConnected ? before.current : root;
    target?.focus({ preventScroll: true });
  };
  return (
    <aside
      ref={panel}
      className="fd-side"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
    >
      <header className="fd-side-head">
        <span className="fd-chip">
          <Icon name={icon} />
        </span>
        <span className="fd-side-title">
          <b>{title}</b>
          {subtitle && <small role="status">{subtitle}</small>}
        </span>
        {tools}
        <IconButton icon="cross" label="Close" onClick={close} />
      </header>
      <div className="fd-side-body">{children}</div>
      {foot && <div className="fd-side-foot">{foot}</div>}
    </aside>
  );
}
