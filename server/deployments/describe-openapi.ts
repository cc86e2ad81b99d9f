import type { JsonObject } from "../../graph/json.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { readInterface } from "../serving/workflow/read-interface.ts";
import type { ServedPort } from "../serving/workflow/served-port.ts";
import type { Published } from "./require-published.ts";

const number = { type: "number" };
const text = { type: "string" };
const whole = { type: "integer", minimum: 0 };
const object = (properties: JsonObject): JsonObject => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});
const listOf = (items: JsonObject): JsonObject => ({ type: "array", items });

const fileOut = object({ url: text, mediaType: text, sizeBytes: whole });
const size = { width: whole, height: whole };
const box = { x: number, y: number, width: number, height: number, label: text, classIndex: whole, score: number };

/** By kind; files differ between the two directions. */
const schemas: Record<ServedPort["kind"], JsonObject> = {
  number,
  text,
  boolean: { type: "boolean" },
  json: {},
  image: fileOut,
  audio: fileOut,
  video: fileOut,
  file: fileOut,
  table: fileOut,
  tensor: object({ dtype: text, shape: listOf(whole), data: listOf({}) }),
  embedding: listOf(number),
  classification: object({ labels: listOf(object({ label: text, index: whole, probability: number })) }),
  detections: object({ ...size, items: listOf(object(box)) }),
  mask: object({ ...size, labels: listOf(text), data: listOf(whole) }),
  keypoints: object({ ...size, points: listOf(object({ x: number, y: number, label: text, score: number })) }),
};
const fileKinds: ReadonlySet<string> = new Set(["image", "audio", "video", "file", "table"]);

/** The OpenAPI 3.1 document of what is published under a name, with the names of its own inputs and outputs. */
export function describeOpenApi({ name, number: version, workflowTitle, graph, subGraphs }: Published): JsonObject {
  const read = readInterface(graph, subGraphs);
  const { inputs, outputs } = read.ok ? read.ports : { inputs: [], outputs: [] };
  const samples = new Map(workflowInputs(graph, definitions).map((input) => [input.name, input.sample]));
  const run = {
    type: "object",
    required: ["id", "status", "outputs"],
    properties: {
      id: { type: "string", format: "uuid" },
      number: whole,
      status: { enum: ["queued", "running", "succeeded", "failed", "cancelled"] },
      createdAt: { type: "string", format: "date-time" },
      finishedAt: { type: ["string", "null"], format: "date-time" },
      outputs: { type: "object", properties: propertiesOf(outputs, schemaOf) },
      failure: object({ kind: text, message: text }),
    },
  };
  const given = {
    type: "object",
    additionalProperties: false,
    properties: propertiesOf(inputs, (port) => {
      const sample = samples.get(port.name);
      const isFile = fileKinds.has(port.kind);
      const schema = isFile ? asList(port, { type: "string", contentEncoding: "base64" }) : schemaOf(port);
      return sample === undefined || isFile ? schema : { ...schema, default: sample };
    }),
    required: inputs.filter((port) => !port.isOptional).map((port) => port.name),
  };
  const form = {
    ...given,
    properties: propertiesOf(inputs, (port) =>
      asList(port, fileKinds.has(port.kind) ? { type: "string", format: "binary" } : schemaOfOne(port)),
    ),
  };
  const json = (schema: JsonObject) => ({ "application/json": { schema } });
  const error = { description: "Why not", content: json({ $ref: "#/components/schemas/Error" }) };
  const answers = (...statuses: string[]) => Object.fromEntries(statuses.map((status) => [status, error]));
  const ended = { description: "The run", content: json({ $ref: "#/components/schemas/Run" }) };
  const runId = { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } };
  return {
    openapi: "3.1.0",
    info: { title: workflowTitle, version: String(version) },
    security: [{ key: [] }],
    paths: {
      [`/api/v1/workflows/${name}/runs`]: {
        post: {
          operationId: "run",
          summary: `Runs ${workflowTitle}`,
          parameters: [
            { name: "Idempotency-Key", in: "header", schema: text },
            { name: "Prefer", in: "header", schema: text, description: "respond-async, or wait=seconds" },
          ],
          requestBody: {
            content: {
              "application/json": {
                schema: { type: "object", additionalProperties: false, properties: { inputs: given } },
              },
              "multipart/form-data": { schema: form },
            },
          },
          responses: { "200": ended, "202": ended, "422": ended, ...answers("400", "401", "403", "404", "409", "429") },
        },
      },
      "/api/v1/runs/{id}": {
        get: { operationId: "getRun", parameters: [runId], responses: { "200": ended, ...answers("401", "404") } },
      },
      "/api/v1/runs/{id}/cancel": {
        post: { operationId: "cancelRun", parameters: [runId], responses: { "202": ended, ...answers("401", "404") } },
      },
    },
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas: { Run: run, Error: object({ code: text, message: text, requestId: text }) },
    },
  };
}

function propertiesOf(ports: readonly ServedPort[], schema: (port: ServedPort) => JsonObject): JsonObject {
  return Object.fromEntries(ports.map((port) => [port.name, schema(port)]));
}

function schemaOf(port: ServedPort): JsonObject {
  return asList(port, schemaOfOne(port));
}

/** With the limits of an input in the words of JSON Schema; the unit, which it has none for, is said in the description. */
function schemaOfOne({ kind, limits }: ServedPort): JsonObject {
  const schema = schemas[kind];
  if (!limits) return schema;
  const { choices, minimum, maximum, unit } = limits;
  const [least, most] = kind === "text" ? (["minLength", "maxLength"] as const) : (["minimum", "maximum"] as const);
  return {
    ...schema,
    ...(choices && { enum: choices }),
    ...(minimum !== undefined && { [least]: minimum }),
    ...(maximum !== undefined && { [most]: maximum }),
    ...(unit !== undefined && { description: `In ${unit}.` }),
  };
}

function asList({ isList }: ServedPort, schema: JsonObject): JsonObject {
  return isList ? listOf(schema) : schema;
}
