import { SCHEMA_VERSION } from "./schema.ts";

type Document = Record<string, unknown>;
type MigrationResult = { ok: true; document: Document } | { ok: false; message: string };

/**
 * Lifts a saved document, with the workflows that it brings along, to the newest schema version, one step at a time, and repairs what only concerns the drawing
 * (a missing or impossible position becomes the origin, a viewport is dropped), so that a damaged drawing still opens.
 */
export function migrateDocument(document: Document): MigrationResult {
  const workflows = asObject(document.workflows);
  if (!workflows) return migrateGraph(document);
  const lifted: Document = {};
  for (const [key, workflow] of Object.entries(workflows)) {
    const object = asObject(workflow);
    const migrated = object && migrateGraph(object);
    if (migrated?.ok === false) return migrated;
    lifted[key] = migrated?.document ?? workflow;
  }
  return migrateGraph({ ...document, workflows: lifted });
}

function migrateGraph(document: Document): MigrationResult {
  const graph = asObject(document.graph);
  if (!graph) return { ok: true, document }; // the schema says what is missing
  const version = graph.schemaVersion;
  if (typeof version === "number" && version > SCHEMA_VERSION) {
    const message = `The workflow was saved by a newer Patchbay (schema version ${version}, here ${SCHEMA_VERSION}). Update Patchbay to open it.`;
    return { ok: false, message };
  }
  const lifted = version === 0 ? fromVersion0(graph) : graph;
  return { ok: true, document: { ...document, graph: repairDrawing(lifted) } };
}

/** Version 0, of the first prototypes, kept nodes and edges as lists and had neither notes nor groups. */
function fromVersion0(graph: Document): Document {
  return { ...graph, schemaVersion: 1, nodes: byId(graph.nodes), edges: byId(graph.edges), notes: {}, groups: {} };
}

function byId(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return Object.fromEntries(list.map((item) => [String(asObject(item)?.id), item]));
}

function repairDrawing({ viewport: _viewport, ...graph }: Document): Document {
  return {
    ...graph,
    ...Object.fromEntries(["nodes", "notes", "groups"].map((table) => [table, repairTable(graph[table])])),
  };
}

function repairTable(table: unknown): unknown {
  const records = asObject(table);
  if (!records) return table;
  return Object.fromEntries(
    Object.entries(records).map(([id, record]) => {
      const object = asObject(record);
      return [id, object ? { ...object, position: repairPosition(object.position) } : record];
    }),
  );
}

function repairPosition(position: unknown): { x: number; y: number } {
  const { x, y } = asObject(position) ?? {};
  return { x: repairCoordinate(x), y: repairCoordinate(y) };
}

function repairCoordinate(value: unknown): number {
  return typeof value === "number" && Math.abs(value) <= 1e7 ? value : 0;
}

function asObject(value: unknown): Document | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Document) : undefined;
}
