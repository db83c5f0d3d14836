import { createContext } from "react";

/** The block that was pointed at in the words, or on the canvas. */
export const Chosen = createContext<{ block: string | null; choose: (block: string) => void }>({
  block: null,
  choose: () => {},
});
