import { useEffect } from "react";
import type { BotsFolder } from "../protocol/bots";
import { useShownTheme } from "../shell/useShownTheme";
import { useDesigner, useSession } from "../state/context";

/** The bots of the folder and the examples, asked for anew, and the examples' pictures in the theme of the page. */
export function useGallery(): { bots: BotsFolder | null; pictures: Record<string, string> } {
  const session = useSession();
  const theme = useShownTheme();
  const bots = useDesigner((state) => state.desk.bots);
  const drawn = useDesigner((state) => state.desk.pictures);
  const isDrawn = drawn?.theme === theme;
  useEffect(() => session.ask({ type: "bots", do: "list" }), [session]);
  useEffect(() => {
    if (!isDrawn) session.ask({ type: "bots", do: "pictures", theme });
  }, [session, theme, isDrawn]);
  return { bots, pictures: drawn?.pictures ?? {} };
}
