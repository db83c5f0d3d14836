import { createContext } from "react";

/** Whether texts of the field may name secrets: those of a call alone; elsewhere nothing stands in their place. */
export const SecretsAllowed = createContext(false);
