import { createContext, useEffect, useState } from "react";
import type { FlowView } from "../protocol/flow";
import { useDesigner } from "../state/context";
import type { AnyNode } from "./beside";

/** The layout as React Flow has it by now: it takes cards over a moment after the document has moved them. */
export const Laid = createContext<FlowView["layout"] | undefined>(undefined);

/** What `Laid` gives to the lines, which are led past the cards of others. */
export function useLaid(nodes: AnyNode[]): FlowView["layout"] | undefined {
  const layout = useDesigner((state) => state.flow?.layout);
  const [laid, setLaid] = useState(layout);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the cards have been taken over, not before
  useEffect(() => setLaid(layout), [nodes]);
  return laid;
}
