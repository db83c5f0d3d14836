import type { Json } from "./json";

/** The part of JSON schema that pydantic writes for a block's settings. */
export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  default?: Json;
  enum?: Json[];
  const?: Json;
  anyOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
  "x-widget"?: string;
  "x-labels"?: Record<string, string>;
  "x-placeholder"?: string;
  "x-hidden"?: boolean;
  /** Customers read it: it is translated. */
  "x-translated"?: boolean;
  /** The list that the field's values are chosen from: of the account, of Python, or what other blocks say. */
  "x-suggest"?: string;
  /** Another field of the form: what is suggested lies within its value. */
  "x-within"?: string;
  /** Texts of the field may name secrets. */
  "x-secrets"?: boolean;
  /** How many lines the control has at least. */
  "x-lines"?: number;
  /** The field is for these values of other fields alone. */
  "x-when"?: Record<string, Json>;
}
