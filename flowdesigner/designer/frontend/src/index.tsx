import "./effects";
import { ReactFlowProvider } from "@xyflow/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Model } from "./protocol/model";
import { Designer } from "./shell/Designer";
import { Failure } from "./shell/Failure";
import { SessionContext } from "./state/context";
import { Session } from "./state/session";
import "./styles/index.css";

function storage(name: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return window[name];
  } catch {
    return null;
  }
}

/** anywidget's entry: draws the designer into `el`; the answer takes it away again. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const session = new Session(model, { local: storage("localStorage"), tab: storage("sessionStorage") });
  const root = createRoot(el);
  session.start();
  root.render(
    <StrictMode>
      <SessionContext value={session}>
        <Failure>
          <ReactFlowProvider>
            <Designer />
          </ReactFlowProvider>
        </Failure>
      </SessionContext>
    </StrictMode>,
  );
  return () => {
    root.unmount();
    session.stop();
  };
}

export default { render };
