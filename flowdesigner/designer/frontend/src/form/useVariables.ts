import { useContext } from "react";
import type { Catalog } from "../protocol/catalog";
import type { FlowView } from "../protocol/flow";
import { useDesigner } from "../state/context";
import { fieldsOf } from "./schema";
import { SecretsAllowed } from "./secretsAllowed";

export interface KnownVariable {
  name: string;
  description: string;
}

function variableFields(catalog: Catalog): Map<string, string[]> {
  return new Map(
    catalog.kinds.map((kind) => [
      kind.kind,
      fieldsOf(kind.schema)
        .filter((shape) => shape.widget === "variable")
        .map((shape) => shape.name),
    ]),
  );
}

/** The names that blocks of the flow set. */
export function namesSet(flow: FlowView, catalog: Catalog): string[] {
  const fields = variableFields(catalog);
  const names = Object.values(flow.blocks).flatMap((block) =>
    (fields.get(block.kind) ?? []).map((field) => block.settings[field]),
  );
  return names.filter((name): name is string => typeof name === "string" && name !== "");
}

/** Every variable that an author may mean: the flow's, those that blocks set, the system's, and secrets by name. */
export function useVariables(): () => KnownVariable[] {
  const secrets = useDesigner((state) => state.desk.secrets);
  const mayNameSecrets = useContext(SecretsAllowed);
  const flow = useDesigner((state) => state.flow);
  const catalog = useDesigner((state) => state.catalog);
  const system = useDesigner((state) => state.system_variables);
  return () => {
    const known = new Map<string, string>();
    for (const one of flow?.variables ?? []) known.set(one.name, one.description);
    for (const name of flow ? namesSet(flow, catalog) : []) known.set(name, known.get(name) ?? "");
    for (const one of system) known.set(one.name, one.description);
    const named = mayNameSecrets ? [...(secrets?.kept ?? []), ...(secrets?.used ?? [])] : [];
    for (const name of named) known.set(`secret.${name}`, "secret");
    return [...known].map(([name, description]) => ({ name, description }));
  };
}

/** Those that contain what was typed, the ones that begin with it first. */
export function matching(variables: KnownVariable[], typed: string): KnownVariable[] {
  const text = typed.toLowerCase();
  const at = (one: KnownVariable) => one.name.toLowerCase().indexOf(text);
  return variables.filter((one) => at(one) >= 0).sort((a, b) => Math.min(at(a), 1) - Math.min(at(b), 1));
}
