import { z } from "zod";
import { hashSchema } from "./hash-schema.ts";
import { jsonValueSchema } from "./json.ts";
import {
  MAX_BENDS,
  MAX_EDGES,
  MAX_ID_CHARACTERS,
  MAX_NODES,
  MAX_NOTE_CHARACTERS,
  MAX_PINS_PER_NODE,
  MAX_SUB_WORKFLOWS,
  MAX_TITLE_CHARACTERS,
} from "./limits.ts";
import { pinSchema } from "./recorded-flow-schema.ts";

/** The newest form of the saved document; `migrateDocument` lifts older ones. */
export const SCHEMA_VERSION = 1;

/** Letters, digits, `_ - .`; names that exist on every object are refused, so that a record of them is safe. */
export const idSchema = z
  .string()
  .min(1)
  .max(MAX_ID_CHARACTERS)
  .regex(/^[A-Za-z0-9_.-]+$/, "may hold letters, digits, '_', '-' and '.' only")
  .refine((id) => !(id in Object.prototype), "is a reserved name");

// NUL cannot be stored by Postgres; bidi overrides make a title read as something that it is not.
const forbiddenCharacters = /[\u0000\u202a-\u202e\u2066-\u2069]/;
export const titleSchema = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(MAX_TITLE_CHARACTERS)
  .refine((title) => !forbiddenCharacters.test(title), "must not hold NUL or text-direction characters")
  .refine((title) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(title), "must have a character that can be seen")
  .refine((title) => !/\p{M}{9}/u.test(title), "must not stack more than 8 marks on one letter");

const coordinate = z.number().min(-1e7).max(1e7);
export const positionSchema = z.strictObject({ x: coordinate, y: coordinate });
/** Stays where it is when others are moved or tidied. */
const lockedSchema = z.literal(true).optional();
const sizeSchema = z.strictObject({ width: z.number().min(1).max(1e5), height: z.number().min(1).max(1e5) });

/** What happens when a node fails. `port` sends `{kind, message}` out of an extra output named "error". */
export const onErrorSchema = z.discriminatedUnion("policy", [
  z.strictObject({ policy: z.literal("fail") }),
  z.strictObject({ policy: z.literal("default"), outputs: z.record(idSchema, jsonValueSchema) }),
  z.strictObject({ policy: z.literal("port") }),
  z.strictObject({ policy: z.literal("drop") }),
]);
export type OnError = z.output<typeof onErrorSchema>;

export const graphNodeSchema = z.strictObject({
  id: idSchema,
  /** Kebab-case name of the node type. An unknown one is kept as it is, shown as unknown, and does not run. */
  type: z
    .string()
    .min(1)
    .max(MAX_ID_CHARACTERS)
    .refine((type) => !(type in Object.prototype), "is a reserved name"),
  /** The definition's version that the params were written for. */
  version: z.number().int().min(1),
  title: titleSchema.optional(),
  position: positionSchema,
  params: z.record(z.string().max(MAX_ID_CHARACTERS), jsonValueSchema),
  locked: lockedSchema,
  /**
   * `true` mutes the node: it does not run, and what depends on it is skipped. "bypass" takes it out of the way: it does not
   * run either, and each of its outputs gives what arrives at the input that fits it (`passages.ts`).
   */
  disabled: z.union([z.literal(true), z.literal("bypass")]).optional(),
  onError: onErrorSchema.optional(),
  /** Further attempts after a failure; the wait doubles each time, from `delayMs`. */
  retry: z
    .strictObject({ attempts: z.number().int().min(1).max(10), delayMs: z.number().int().min(0).max(600_000) })
    .optional(),
  /** Limit for one execution of the node, all its items together. */
  timeoutMs: z.number().int().min(1).max(86_400_000).optional(),
  /** "off" runs the node each time, for one whose results depend on more than its inputs and params. */
  cache: z.literal("off").optional(),
  /** By output port: the value that the port gives in place of what the node would compute. */
  pins: z
    .record(idSchema, pinSchema)
    .refine((pins) => Object.keys(pins).length > 0, "has no pin in it; leave it out")
    .refine((pins) => Object.keys(pins).length <= MAX_PINS_PER_NODE, `holds more than ${MAX_PINS_PER_NODE} pins`)
    .optional(),
});
export type GraphNode = z.output<typeof graphNodeSchema>;

const endSchema = z.strictObject({ node: idSchema, port: idSchema });
export const graphEdgeSchema = z.strictObject({
  id: idSchema,
  from: endSchema,
  to: endSchema,
  /** Points of the canvas that the wire is led through, from its source on. They take no part in running. */
  bends: z.array(positionSchema).min(1).max(MAX_BENDS).optional(),
});
export type GraphEdge = z.output<typeof graphEdgeSchema>;

/** Markdown on the canvas. It takes no part in running. */
export const graphNoteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(MAX_NOTE_CHARACTERS),
  position: positionSchema,
  size: sizeSchema,
  locked: lockedSchema,
});
export type GraphNote = z.output<typeof graphNoteSchema>;

/** Tints of frames; what they look like, the theme says. */
export const frameColours = ["red", "amber", "green", "blue", "violet"] as const;
export type FrameColour = (typeof frameColours)[number];
const memberIds = z.array(idSchema).max(MAX_NODES);

/** A titled frame around nodes. It takes no part in running. */
export const graphGroupSchema = z.strictObject({
  id: idSchema,
  title: titleSchema,
  position: positionSchema,
  /** Also of a folded one: as large as it is when it is unfolded. */
  size: sizeSchema,
  colour: z.enum(frameColours).optional(),
  /** Drawn as one card, with these records folded away in it. Ids that are not there any more mean nothing. */
  folded: z.strictObject({ nodes: memberIds, notes: memberIds, groups: memberIds }).optional(),
  locked: lockedSchema,
});
export type GraphGroup = z.output<typeof graphGroupSchema>;

function recordOf<T extends { id: string }>(schema: z.ZodType<T>, limit: number, what: string) {
  return z
    .record(idSchema, schema)
    .refine((record) => Object.keys(record).length <= limit, `holds more than ${limit} ${what}`)
    .refine(
      (record) => Object.entries(record).every(([id, { id: own }]) => id === own),
      "has a record under another id than its own",
    );
}

export const graphSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  nodes: recordOf(graphNodeSchema, MAX_NODES, "nodes"),
  edges: recordOf(graphEdgeSchema, MAX_EDGES, "edges"),
  notes: recordOf(graphNoteSchema, MAX_NODES, "notes"),
  groups: recordOf(graphGroupSchema, MAX_NODES, "groups"),
});
export type Graph = z.output<typeof graphSchema>;

/** "name" or "name@3": how the nodes of a file call a workflow that the file brings along. */
const fileKeySchema = z
  .string()
  .max(MAX_ID_CHARACTERS + 12)
  .regex(/^[A-Za-z0-9_.-]+(@[1-9][0-9]*)?$/, "must be an id, and may end in '@' and a version number")
  .refine((key) => !(key in Object.prototype), "is a reserved name");

/** A workflow as a file: what export writes, import and the command line read. */
export const workflowFileSchema = z.strictObject({
  $schema: z.string().optional(),
  title: titleSchema,
  description: z.string().max(10_000).optional(),
  graph: graphSchema,
  /** All that the graph runs, at any depth, by `subGraphKey`. */
  workflows: z
    .record(fileKeySchema, z.strictObject({ title: titleSchema, graph: graphSchema }))
    .refine(
      (workflows) => Object.keys(workflows).length <= MAX_SUB_WORKFLOWS,
      `holds more than ${MAX_SUB_WORKFLOWS} workflows`,
    )
    .optional(),
});
export type WorkflowFile = z.output<typeof workflowFileSchema>;

export const emptyGraph: Graph = { schemaVersion: SCHEMA_VERSION, nodes: {}, edges: {}, notes: {}, groups: {} };

/** A stored file as params refer to it: by content hash, with what a form shows of it. */
export const fileRefSchema = z.strictObject({
  hash: hashSchema,
  name: z.string().min(1).max(255),
  mediaType: z.string().min(1).max(100),
  sizeBytes: z.number().int().min(0),
});
export type FileRef = z.output<typeof fileRefSchema>;
