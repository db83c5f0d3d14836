import { useEffect, useState } from "react";
import type { KeptChat } from "../protocol/chats";
import { useDesigner, useSession } from "../state/context";

/** Runs the tests; those that do not pass, or null until it is known. A refused publish knows best. */
export function useFailedTests(): KeptChat[] | null {
  const session = useSession();
  const tests = useDesigner((state) => state.desk.tests);
  const refused = useDesigner((state) => state.publishRefused);
  const [before] = useState(tests);
  useEffect(() => session.ask({ type: "tests", do: "run" }), [session]);
  if (refused?.tests.length) return refused.tests;
  if (!tests || tests === before) return null;
  return tests.tests.filter((one) => one.state !== "passed");
}
