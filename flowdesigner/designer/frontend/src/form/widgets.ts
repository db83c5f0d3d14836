import type { ComponentType } from "react";
import { AgentField, FlowField, ProviderField } from "./AccountFields";
import { ArgumentsField } from "./ArgumentsField";
import { BlockField } from "./BlockField";
import { BranchesField } from "./BranchesField";
import { FilesField } from "./FilesField";
import { FunctionField } from "./FunctionField";
import { HoursField } from "./HoursField";
import { ImagesField } from "./ImagesField";
import type { FieldProps } from "./input";
import { MappingField } from "./MappingField";
import { MinutesField, NumberField } from "./NumberField";
import { OptionsField } from "./OptionsField";
import { PairsField } from "./PairsField";
import { PlainField } from "./PlainField";
import { SelectField } from "./SelectField";
import { SwitchField } from "./SwitchField";
import { TagsField } from "./TagsField";
import { TeamField } from "./TeamField";
import { RichTextField, TextField } from "./TextField";
import { VariableField } from "./VariableField";

/** The inputs by the `x-widget` of a field. */
export const WIDGETS: Record<string, ComponentType<FieldProps>> = {
  rich_text: RichTextField,
  text: TextField,
  plain: PlainField,
  variable: VariableField,
  number: NumberField,
  minutes: MinutesField,
  switch: SwitchField,
  select: SelectField,
  options: OptionsField,
  images: ImagesField,
  files: FilesField,
  branches: BranchesField,
  team: TeamField,
  agent: AgentField,
  provider: ProviderField,
  flow: FlowField,
  block: BlockField,
  tags: TagsField,
  hours: HoursField,
  pairs: PairsField,
  mapping: MappingField,
  function: FunctionField,
  arguments: ArgumentsField,
};

/** Widgets of several inputs: their label names the group. */
export const GROUPED: ReadonlySet<string> = new Set([
  "options",
  "images",
  "files",
  "branches",
  "hours",
  "pairs",
  "mapping",
  "arguments",
]);

export { OtherField } from "./OtherField";
