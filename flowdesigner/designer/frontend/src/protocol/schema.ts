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
}
