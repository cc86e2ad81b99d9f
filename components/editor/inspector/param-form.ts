import { z } from "zod";
import type { AnyNodeDefinition, CodeLanguage, ParamMeta, ParamWidget } from "#graph/define-node";
import type { JsonObject, JsonValue } from "#graph/json";
import { isParamInUse } from "#graph/params-in-use";
import { formatQuantity } from "../../ui/format-number.ts";

/** One field of a node's form, read from its zod schema and `.meta()`. */
export type ParamField = {
  name: string;
  title: string;
  widget: ParamWidget | "segmented";
  description?: string;
  unit?: string;
  /** What counts when the param is not set. */
  default?: JsonValue;
  isRequired: boolean;
  isOnNode: boolean;
  options: readonly ParamOption[];
  minimum?: number;
  maximum?: number;
  step: number;
  maxLength?: number;
  accept: readonly string[];
  /** `null` is a value of its own: "none", "automatic". */
  isNullable: boolean;
  language?: CodeLanguage;
  scope?: ParamMeta["scope"];
};
export type ParamOption = { value: string | number | boolean; label: string };

type JsonSchema = {
  title?: string;
  description?: string;
  widget?: ParamWidget;
  unit?: string;
  onNode?: boolean;
  required?: unknown;
  options?: Record<string, string>;
  accept?: readonly string[];
  language?: CodeLanguage;
  scope?: ParamMeta["scope"];
  default?: JsonValue;
  type?: string | string[];
  enum?: (string | number)[];
  const?: string | number | boolean | null;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  maxLength?: number;
};

const cache = new WeakMap<AnyNodeDefinition, ParamField[]>();
/** A segmented control holds what fits beside its label; longer choices are a list. */
const MAX_SEGMENTS = 3;
const SEGMENTS_WIDTH_PX = 168;
const SEGMENT_PADDING_PX = 18;
const CHARACTER_PX = 6.4;

/** The fields of a node's form: those that mean something with its present params. */
export function fieldsInUse(definition: AnyNodeDefinition, params: Readonly<JsonObject>): ParamField[] {
  return paramFields(definition).filter(({ name }) => isParamInUse(definition, params, name));
}

/** All fields of a node type, in the order of its schema. */
export function paramFields(definition: AnyNodeDefinition): ParamField[] {
  const known = cache.get(definition);
  if (known) return known;
  const schema = z.toJSONSchema(definition.params as z.ZodObject, { io: "input", unrepresentable: "any" });
  const properties = (schema.properties ?? {}) as unknown as Record<string, JsonSchema>;
  const fields = Object.entries(properties).map(([name, property]) => fieldOf(name, property));
  cache.set(definition, fields);
  return fields;
}

function fieldOf(name: string, property: JsonSchema): ParamField {
  const alternatives = property.anyOf ?? property.oneOf ?? [];
  const isNullable = alternatives.some(({ type }) => type === "null") || property.type === "null";
  const others = alternatives.filter(({ type }) => type !== "null");
  // A nullable schema keeps its own constraints inside the alternative that is not null.
  const schema: JsonSchema = others.length === 1 ? { ...others[0], ...property } : property;
  const options = optionsOf(schema, others);
  const minimum = schema.minimum ?? schema.exclusiveMinimum;
  const maximum = schema.maximum ?? schema.exclusiveMaximum;
  return {
    name,
    title: schema.title ?? wordsOf(name),
    widget: widgetOf(schema, options),
    isRequired: schema.required === true,
    isOnNode: schema.onNode === true,
    options,
    step: stepOf(schema, { minimum, maximum }),
    accept: schema.accept ?? [],
    isNullable,
    ...(schema.description !== undefined && { description: schema.description }),
    ...(schema.unit !== undefined && { unit: schema.unit }),
    ...(schema.default !== undefined && { default: schema.default }),
    ...(isSafe(minimum) && { minimum }),
    ...(isSafe(maximum) && { maximum }),
    ...(schema.language !== undefined && { language: schema.language }),
    ...(schema.scope !== undefined && { scope: schema.scope }),
    ...(schema.maxLength !== undefined && { maxLength: schema.maxLength }),
  };
}

/** zod writes the bounds of safe integers into the schema of every integer; they say nothing to a person. */
function isSafe(bound: number | undefined): bound is number {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}

function optionsOf(schema: JsonSchema, alternatives: JsonSchema[]): ParamOption[] {
  const constants = alternatives.map((alternative) => alternative.const);
  const values = schema.enum ?? (constants.every((value) => value !== undefined && value !== null) ? constants : []);
  return values
    .filter((value) => value !== undefined && value !== null)
    .map((value) => ({ value, label: schema.options?.[String(value)] ?? wordsOf(String(value)) }));
}

function widgetOf(schema: JsonSchema, options: ParamOption[]): ParamField["widget"] {
  if (options.length > 0) {
    const longest = Math.max(...options.map(({ label }) => label.length));
    const width = options.length * (longest * CHARACTER_PX + SEGMENT_PADDING_PX);
    return options.length <= MAX_SEGMENTS && width <= SEGMENTS_WIDTH_PX ? "segmented" : "select";
  }
  if (schema.widget) return schema.widget;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "boolean") return "switch";
  if (type === "number" || type === "integer") return "number";
  if (type === "string") return "text";
  if (type === "array" && schema.items?.type === "string") return "labels";
  return "json";
}

function stepOf(schema: JsonSchema, { minimum, maximum }: { minimum?: number; maximum?: number }): number {
  if (schema.multipleOf !== undefined) return schema.multipleOf;
  if (schema.type === "integer") return 1;
  const range = isSafe(minimum) && isSafe(maximum) ? maximum - minimum : 10;
  return range <= 2 ? 0.01 : range <= 20 ? 0.1 : 1;
}

/** "scoreThreshold" and "score-threshold" as "Score threshold". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[-_]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The value that counts: what is set, else the default. */
export function paramValue(field: ParamField, params: Readonly<Record<string, JsonValue>>): JsonValue | undefined {
  return field.name in params ? params[field.name] : field.default;
}

/** A param in a few words, for the node itself. */
export function paramText(field: ParamField, value: JsonValue | undefined): string {
  const option = field.options.find((one) => one.value === value);
  if (option) return option.label;
  if (value === undefined || value === null || value === "") return "–";
  if (Array.isArray(value) && value.length === 0) return "–";
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") return field.unit ? `${value} ${field.unit}` : String(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value))
    return value.every((item) => typeof item !== "object") ? value.join(", ") : formatQuantity(value.length, "item");
  if (field.widget === "region") {
    const { x, y, width, height } = value;
    return x === 0 && y === 0 && width === 0 && height === 0
      ? "Whole picture"
      : `${width || "…"} × ${height || "…"} at ${x}, ${y}`;
  }
  if (field.widget === "workflow-picker" && typeof value.title === "string") return value.title;
  if (field.widget === "secret-picker" && typeof value.secretName === "string") return value.secretName;
  return typeof value.name === "string" ? value.name : formatQuantity(Object.keys(value).length, "field");
}
