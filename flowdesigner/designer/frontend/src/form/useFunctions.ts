import { useEffect } from "react";
import type { Functions } from "../protocol/desk";
import { useDesigner, useSession } from "../state/context";

/** The author's Python functions, as Python found them last; null while it has not looked. */
export function useFunctions(): Functions | null {
  const session = useSession();
  const functions = useDesigner((state) => state.desk.functions);
  const isOnline = useDesigner((state) => state.connection === "online");
  // A kernel that is new does not know that this page wants to be told.
  useEffect(() => {
    if (isOnline) session.ask({ type: "functions" });
  }, [session, isOnline]);
  return functions;
}
