import { useMemo } from "react";
import type { BlockView } from "../protocol/flow";
import type { Schema } from "../protocol/schema";
import { Field } from "./Field";
import { fieldsOf, isWanted } from "./schema";
import { SecretsAllowed } from "./secretsAllowed";

/** The settings of a block, drawn from its schema; no kind is known here. */
export function Form({ block, schema }: { block: BlockView; schema: Schema }) {
  const shapes = useMemo(() => fieldsOf(schema), [schema]);
  const wanted = shapes.filter((shape) => isWanted(shape.schema, block.settings));
  return wanted.map((shape) => (
    <SecretsAllowed key={shape.name} value={shape.schema["x-secrets"] === true}>
      <Field shape={shape} shapes={shapes} block={block} />
    </SecretsAllowed>
  ));
}
