import { Icon } from "../icons/Icon";
import { PeopleHere } from "../people/PeopleHere";
import { useDesigner, useSession } from "../state/context";
import { mayRedo, mayUndo } from "../state/selectors";
import { ChangesPill } from "./ChangesPill";
import { Crumb } from "./Crumb";
import { IconButton } from "./IconButton";
import { LiveButton } from "./LiveButton";
import { LivePill } from "./LivePill";
import { Logo } from "./Logo";
import { MoreMenu } from "./MoreMenu";
import { ProblemsPill } from "./ProblemsPill";
import { ThemeSwitch } from "./ThemeSwitch";

/** Which bot this is, how it stands, and the next thing to do. */
export function Header() {
  const session = useSession();
  const canUndo = useDesigner(mayUndo);
  const canRedo = useDesigner(mayRedo);
  const isFlow = useDesigner((state) => state.page === "flow");
  const isTrying = useDesigner((state) => state.side === "try");
  const toggleTry = () => session.store.dispatch({ type: "side", side: isTrying ? null : "try" });
  return (
    <header className="fd-header">
      <Logo />
      <Crumb />
      <LivePill />
      <ChangesPill />
      <span className="fd-grow" />
      {isFlow && (
        <>
          <IconButton bordered icon="undo" label="Undo" disabled={!canUndo} onClick={() => session.undo()} />
          <IconButton bordered icon="redo" label="Redo" disabled={!canRedo} onClick={() => session.redo()} />
          <ProblemsPill />
          <button
            type="button"
            className={`fd-button ${isTrying ? "fd-on" : ""}`}
            aria-pressed={isTrying}
            onClick={toggleTry}
          >
            <Icon name="play" />
            Try it
          </button>
        </>
      )}
      <PeopleHere />
      <LiveButton />
      <button
        type="button"
        className="fd-button fd-primary"
        onClick={() => session.store.dispatch({ type: "publishing", publishing: "open" })}
      >
        Publish
      </button>
      <ThemeSwitch />
      <MoreMenu />
    </header>
  );
}
