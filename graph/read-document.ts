import type { z } from "zod";
import { findForbiddenKey } from "./find-forbidden-key.ts";
import { MAX_DOCUMENT_BYTES } from "./limits.ts";
import type { Problem } from "./problems.ts";
import type { NodeLibrary } from "./define-node.ts";
import { migrateParams } from "./migrate-params.ts";
import { migrateDocument } from "./migrate-document.ts";
import { refusalWords } from "./refusal-words.ts";
import { workflowFileSchema } from "./schema.ts";
import type { WorkflowFile } from "./schema.ts";

export type ReadResult = { ok: true; file: WorkflowFile } | { ok: false; problems: Problem[] };

/** Problems shown of one document; a file with more is not read more easily by seeing all. */
const MAX_PROBLEMS = 50;

/** Reads a workflow from the text of a file. Never throws: what is wrong is said, with its place. */
export function parseDocument(text: string, library: NodeLibrary = {}): ReadResult {
  if (text.length > MAX_DOCUMENT_BYTES) {
    return refuse("too-large", `The file has ${text.length} characters; a workflow may have ${MAX_DOCUMENT_BYTES}.`);
  }
  try {
    return readDocument(JSON.parse(text), library);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse("bad-json", `The file is not JSON: ${reason}.`);
  }
}

/**
 * Checks a document of any known `schemaVersion`, lifts it to the newest, lifts the params of the nodes that the library
 * knows, and repairs what only concerns the drawing.
 */
export function readDocument(json: unknown, library: NodeLibrary = {}): ReadResult {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return refuse("bad-document", "A workflow is a JSON object with a title and a graph.");
  }
  const forbidden = findForbiddenKey(json);
  if (forbidden !== null) return refuse("bad-document", `${forbidden}: is a name that no field may have.`);
  const migrated = migrateDocument(json as Record<string, unknown>);
  if (!migrated.ok) return refuse("newer-schema", migrated.message);
  const parsed = workflowFileSchema.safeParse(migrated.document, { error: refusalWords });
  if (parsed.success) return { ok: true, file: liftParams(parsed.data, library) };
  return { ok: false, problems: parsed.error.issues.slice(0, MAX_PROBLEMS).map(documentProblem) };
}

function liftParams(file: WorkflowFile, library: NodeLibrary): WorkflowFile {
  const graph = migrateParams(file.graph, library);
  if (!file.workflows) return { ...file, graph };
  const workflows = Object.entries(file.workflows).map(
    ([key, sub]) => [key, { ...sub, graph: migrateParams(sub.graph, library) }] as const,
  );
  return { ...file, graph, workflows: Object.fromEntries(workflows) };
}

function documentProblem(issue: z.core.$ZodIssue): Problem {
  const place = issue.path.map(String).join(".") || "the document";
  const [, table, id] = issue.path;
  const nodeId = table === "nodes" && typeof id === "string" ? { nodeId: id } : {};
  return { code: "bad-document", severity: "error", ...nodeId, message: `${place}: ${issue.message}` };
}

function refuse(code: string, message: string): ReadResult {
  return { ok: false, problems: [{ code, severity: "error", message }] };
}
