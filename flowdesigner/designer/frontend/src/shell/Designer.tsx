import { type FocusEvent, useCallback, useEffect, useRef } from "react";
import { Canvas } from "../canvas/Canvas";
import { useClipboard } from "../canvas/useClipboard";
import { ChatsPanel } from "../chats/ChatsPanel";
import { CoverageLegend } from "../chats/CoverageLegend";
import { BotsPage } from "../gallery/BotsPage";
import { LanguagesPanel } from "../languages/LanguagesPanel";
import { LivePanel } from "../live/LivePanel";
import { Palette } from "../palette/Palette";
import { BlockPanel } from "../panel/BlockPanel";
import { RivalDialog } from "../people/RivalDialog";
import { useDesigner, useSession } from "../state/context";
import { TryPanel } from "../trial/TryPanel";
import { VariablesPanel } from "../variables/VariablesPanel";
import { Compare } from "../versions/Compare";
import { VersionsPanel } from "../versions/VersionsPanel";
import { Header } from "./Header";
import { OfflineBanner } from "./OfflineBanner";
import { ProblemList } from "./ProblemList";
import { PublishDialog } from "./PublishDialog";
import { Rail } from "./Rail";
import { Skeleton } from "./Skeleton";
import { Toasts } from "./Toasts";
import { useKeys } from "./useKeys";
import { useShownTheme } from "./useShownTheme";

/** The whole page: header, rail, and the flow with what lies over it. */
export function Designer() {
  const root = useRef<HTMLDivElement>(null);
  const theme = useShownTheme();
  const side = useDesigner((state) => state.side);
  const page = useDesigner((state) => state.page);
  const isComparing = useDesigner((state) => state.desk.comparing !== null);
  const embedded = useDesigner((state) => state.embedded);
  const { onCopy, onCut, onPaste, duplicate } = useClipboard();
  const onKeyDown = useKeys(duplicate);
  const onFocus = useFocusMarks();

  useEffect(() => {
    root.current?.closest<HTMLElement>(".fd-shell")?.setAttribute("data-theme", theme);
  }, [theme]);
  // On a page of its own the keys belong to the canvas from the beginning.
  useEffect(() => {
    if (!embedded && document.activeElement === document.body) root.current?.focus({ preventScroll: true });
  }, [embedded]);
  // After a click on nothing the focus would be the notebook's, and so would the keys.
  const onPointerUp = () => {
    if (!root.current?.contains(document.activeElement)) root.current?.focus({ preventScroll: true });
  };
  return (
    <div
      ref={root}
      className="fd-root"
      data-theme={theme}
      data-embedded={embedded}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onCopy={onCopy}
      onCut={onCut}
      onPaste={onPaste}
      onPointerUp={onPointerUp}
    >
      <Header />
      <Rail />
      <main className="fd-main" inert={page !== "flow" || isComparing}>
        <Canvas />
        <Palette />
        <Skeleton />
        <ProblemList />
        {side === "block" && <BlockPanel />}
        {side === "try" && <TryPanel />}
        {side === "tests" && <ChatsPanel />}
        {side === "versions" && <VersionsPanel />}
        {side === "variables" && <VariablesPanel />}
        {side === "languages" && <LanguagesPanel />}
        {side === "live" && <LivePanel />}
        <CoverageLegend />
      </main>
      {page === "bots" && <BotsPage />}
      <Compare />
      <OfflineBanner />
      <Toasts />
      <PublishDialog />
      <RivalDialog />
    </div>
  );
}

/** Marks what gets the focus, so that JupyterLab keeps its keys; a card reached by keyboard becomes the selected one. */
function useFocusMarks(): (event: FocusEvent) => void {
  const session = useSession();
  return useCallback(
    (event) => {
      const target = event.target as HTMLElement;
      target.setAttribute("data-lm-suppress-shortcuts", "true");
      const id = target.matches(".react-flow__node:focus-visible") && target.getAttribute("data-id");
      const { selection } = session.store.state;
      if (id && !selection.includes(id) && !target.closest(".fd-compare"))
        session.store.dispatch({ type: "revealed", block: id });
    },
    [session],
  );
}
