import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { JsonValue } from "../../../graph/json.ts";
import type { RecordedFlow } from "../../../graph/recorded-values.ts";
import type { Tolerance } from "../../../graph/tolerances.ts";
import type { TestState } from "../../../graph/test-state.ts";
import { artifacts } from "./artifacts.ts";
import { moment } from "./moment.ts";
import { workflows } from "./workflows.ts";

/** By the name of the output: what is expected of it, and how far from that it may be. */
export type ExpectedOutputs = Record<string, { record: RecordedFlow; tolerance: Tolerance }>;
/** One item of the list that a run was given at an input, by its place, from 0, among `count`. */
export type TestedItem = { input: string; index: number; count: number };
/** By the name of the output: whether it was within its tolerance, and why. */
export type OutputVerdicts = Record<string, { state: "passed" | "failed" | "error"; reason: string }>;

/**
 * What a workflow has to give for some inputs. It holds both by itself, with all that they point to: the run that it was
 * made of may be deleted. `json`, because all of it is only read back whole.
 */
export const workflowTests = pgTable(
  "workflow_tests",
  {
    workspaceId: uuid("workspace_id").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    workflowId: uuid("workflow_id").notNull(),
    name: text("name").notNull(),
    /** Whole: samples that stood in for what was not given are written out. */
    inputs: json("inputs").$type<Record<string, JsonValue>>().notNull(),
    expected: json("expected").$type<ExpectedOutputs>().notNull(),
    /** Where the expected outputs come from; that run may be gone. */
    sourceRunId: uuid("source_run_id").notNull(),
    sourceRunNumber: integer("source_run_number").notNull(),
    sourceVersion: integer("source_version").notNull(),
    /** Not null: only this item of that run is expected, as if it had been given alone. */
    sourceItem: json("source_item").$type<TestedItem>(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("workflow_tests_workspace_id_unique").on(table.workspaceId, table.id),
    // One name, one test of a workflow, however it is written; and the list of them.
    uniqueIndex("workflow_tests_name_idx").on(table.workspaceId, table.workflowId, sql`lower(${table.name})`),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
  ],
);

/** The newest result of a test on a version of its workflow. The run may be deleted; the verdict stays. */
export const workflowTestResults = pgTable(
  "workflow_test_results",
  {
    workspaceId: uuid("workspace_id").notNull(),
    testId: uuid("test_id").notNull(),
    version: integer("version").notNull(),
    /** Null where none could be started. */
    runId: uuid("run_id"),
    state: text("state").$type<TestState>().notNull(),
    outputs: json("outputs").$type<OutputVerdicts>().notNull().default({}),
    /** Grows each time that it is to be judged, for a new run or a change of what is expected: a verdict for before does not count. */
    revision: integer("revision").notNull().default(1),
    /** What concerns the run as a whole; a sentence. */
    message: text("message"),
    startedAt: moment("started_at").notNull().defaultNow(),
    judgedAt: moment("judged_at"),
  },
  (table) => [
    primaryKey({ columns: [table.testId, table.version] }),
    foreignKey({
      columns: [table.workspaceId, table.testId],
      foreignColumns: [workflowTests.workspaceId, workflowTests.id],
    }).onDelete("cascade"),
    // What workers look for: a handful among all results.
    index("workflow_test_results_due_idx")
      .on(table.runId)
      .where(sql`${table.state} = 'running'`),
  ],
);

/** The artifacts that a test's inputs and expected outputs point to: while the test is kept, so are they. */
export const workflowTestArtifacts = pgTable(
  "workflow_test_artifacts",
  {
    workspaceId: uuid("workspace_id").notNull(),
    testId: uuid("test_id").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.testId, table.hash] }),
    foreignKey({
      columns: [table.workspaceId, table.testId],
      foreignColumns: [workflowTests.workspaceId, workflowTests.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.hash], foreignColumns: [artifacts.workspaceId, artifacts.hash] }),
    index("workflow_test_artifacts_hash_idx").on(table.workspaceId, table.hash),
  ],
);
