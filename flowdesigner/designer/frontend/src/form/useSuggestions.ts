import { useCallback } from "react";
import { isObject, type Json } from "../protocol/json";
import { useDesigner, useSession } from "../state/context";
import type { FieldProps } from "./input";
import { asText } from "./input";
import type { Option } from "./options";
import { inWords, ownTimeZone } from "./regionNames";

/** Lists that the account has. */
const OF_ACCOUNT: ReadonlySet<string> = new Set(["tags", "attributes"]);

/** What may be chosen in a field with `x-suggest`; `ask` fetches the list that Python has, when it is needed first. */
export function useSuggestions({ shape, block }: Pick<FieldProps, "shape" | "block">): {
  options: () => Option[];
  ask: () => void;
} {
  const session = useSession();
  const what = shape.schema["x-suggest"] ?? "";
  const within = shape.schema["x-within"];
  const told = useDesigner((state) => state.desk.suggestions[what]);
  const tags = useDesigner((state) => state.account.tags);
  const attributes = useDesigner((state) => state.account.attributes);
  const places = useDesigner((state) => state.account.places);
  const flow = useDesigner((state) => state.flow);
  const ask = useCallback(() => {
    if (what && !OF_ACCOUNT.has(what) && !told) session.ask({ type: "suggest", what });
  }, [session, what, told]);
  const inPlace = (value: string): Option => (places?.[value] ? { value, note: places[value] } : { value });
  const options = (): Option[] => {
    if (what === "tags") return tags.map(inPlace);
    if (within) {
      const chosen = asText(block.settings[within]);
      return (told?.find((one) => one.value === chosen)?.within ?? []).map((value) => ({ value }));
    }
    if (told?.length) return known(what, told);
    const said = Object.values(flow?.blocks ?? {})
      .filter((one) => one.kind === block.kind && one.id !== block.id)
      .flatMap((one) => namesIn(one.settings[shape.name]));
    const defined = what === "attributes" ? (attributes ?? []) : [];
    const others = new Set(said.filter((one) => one && !defined.includes(one)));
    return [
      ...defined.map(inPlace),
      ...[...others].map((value): Option => ({ value, note: "used by another block" })),
    ];
  };
  return { options, ask };
}

function known(what: string, told: { value: string }[]): Option[] {
  const options = told.map(({ value }) => ({ value, words: inWords(what, value) }));
  if (what !== "time_zones") return options;
  const own = ownTimeZone();
  const here = options.find((one) => one.value === own);
  return here ? [{ ...here, note: "of this computer" }, ...options.filter((one) => one !== here)] : options;
}

/** The text itself, or the names of rows. */
function namesIn(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [asText(value)];
  return value.filter(isObject).map((one) => asText(one.name));
}
