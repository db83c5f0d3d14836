import { useCallback } from "react";
import { useDesigner, useSession } from "../state/context";
import { AddMenu } from "./AddMenu";
import { ConnectMenu } from "./ConnectMenu";
import { ExtractDialog } from "./ExtractDialog";
import { FindMenu } from "./FindMenu";
import { KeysDialog } from "./KeysDialog";
import { UsesMenu } from "./UsesMenu";

/** What lies over the canvas and asks something. */
export function Overlays() {
  const session = useSession();
  const overlay = useDesigner((state) => state.overlay);
  const close = useCallback(() => {
    // Another one may have taken its place.
    if (session.store.state.overlay === overlay) session.store.dispatch({ type: "overlay", overlay: null });
  }, [session, overlay]);
  switch (overlay?.kind) {
    case "add":
      return <AddMenu at={overlay.at} join={overlay.join} onClose={close} />;
    case "connect":
      return <ConnectMenu block={overlay.block} onClose={close} />;
    case "find":
      return <FindMenu query={overlay.query} onClose={close} />;
    case "uses":
      return <UsesMenu block={overlay.block} onClose={close} />;
    case "extract":
      return <ExtractDialog blocks={overlay.blocks} onClose={close} />;
    case "keys":
      return <KeysDialog onClose={close} />;
    default:
      return null;
  }
}
