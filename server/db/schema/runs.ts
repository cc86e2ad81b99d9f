import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { JsonValue } from "../../../graph/json.ts";
import type {
  NodeFailure,
  RunEvent,
  RunStatus,
  StepFailureRecord,
  StepResultRecord,
} from "../../../graph/run-events.ts";
import { type RunPart, wholePart } from "../../../graph/run-part.ts";
import type { RunTrigger } from "../../../graph/run-triggers.ts";
import type { Graph } from "../../../graph/schema.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import { apiKeys } from "./api-keys.ts";
import { artifacts } from "./artifacts.ts";
import { deployments } from "./deployments.ts";
import { moment } from "./moment.ts";
import { workflows } from "./workflows.ts";
import { workspaces } from "./workspaces.ts";

export const runStatuses = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
] as const satisfies RunStatus[];

/** Steps by how they stand; `total` counts those that the plan has, so the rest still waits. */
export type StepCounts = {
  total: number;
  running: number;
  succeeded: number;
  failed: number;
  skipped: number;
  /** Those that wait for a person or a time; absent where there are none. */
  paused?: number;
};

/** An earlier run, and the nodes that had been changed since when its values were taken. */
export type RunBase = { runId: string; number: number; changed: string[] };

/**
 * One execution of a version of a workflow. The graph is copied in, so that editing never changes a past run.
 * Documents are `json`, not `jsonb`: they are only ever read back whole, and must come back as they were (text may hold NUL).
 */
export const runs = pgTable(
  "runs",
  {
    workspaceId: uuid("workspace_id").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    /** Counts from 1 in its workspace, in the order in which runs were started. */
    number: integer("number").notNull(),
    workflowId: uuid("workflow_id").notNull(),
    workflowVersion: integer("workflow_version").notNull(),
    graph: json("graph").$type<Graph>().notNull(),
    /** The workflows that the graph runs, as they were when the run was started, by `subGraphKey`. */
    subGraphs: json("sub_graphs").$type<SubGraphs>().notNull().default({}),
    inputs: json("inputs").$type<Record<string, JsonValue>>().notNull(),
    /** What of the graph it covers. */
    part: json("part").$type<RunPart>().notNull().default(wholePart),
    /** The earlier run whose values it takes over; they lie with its steps, so that they outlive that run. */
    base: json("base").$type<RunBase>(),
    /** Takes no result of earlier runs. */
    noCache: boolean("no_cache").notNull().default(false),
    status: text("status", { enum: runStatuses }).notNull().default("queued"),
    /** The fence: raised by each claim and checked in the statement that writes; a worker that holds an older one writes nothing. */
    attempt: integer("attempt").notNull().default(0),
    /** The worker that holds the run. Null while it is queued, waiting, over, or between workers. */
    owner: text("owner"),
    /**
     * The queue's job that stands for this run, and which delivery of it the owner holds. Null while a queued run waits for
     * its workspace's share: `admitRuns` puts it into the queue.
     */
    jobId: uuid("job_id"),
    jobDelivery: integer("job_delivery"),
    /** One of `runPriorities`. */
    priority: integer("priority").notNull().default(0),
    /** Labels that a worker must have to take it: the devices that its nodes name. */
    needs: text("needs").array().notNull().default([]),
    /** Whether the operators of its models are timed. */
    isProfiled: boolean("is_profiled").notNull().default(false),
    /** How often an engine, or the whole worker, was lost with this run in hand. */
    enginesLost: integer("engines_lost").notNull().default(0),
    workersLost: integer("workers_lost").notNull().default(0),
    /** `seq` of its newest event. */
    lastSeq: integer("last_seq").notNull().default(0),
    stepCounts: json("step_counts").$type<StepCounts>().notNull(),
    failure: json("failure").$type<NodeFailure>(),
    /** Of a run that waits or waited: what had failed when it was parked, and how often it was. A retry counts all before it in. */
    failedSteps: json("failed_steps").$type<Record<string, StepFailureRecord>>(),
    timesParked: integer("times_parked").notNull().default(0),
    /** Time limit for all that it computes; what it waits for people and times does not count. Null without one. */
    timeoutMs: integer("timeout_ms"),
    /** Used up of it by the claims before this one, and when this one was made. */
    workedMs: integer("worked_ms").notNull().default(0),
    claimedAt: moment("claimed_at"),
    /** A person's id, or "key:" and the id of an API key. */
    startedBy: text("started_by").notNull(),
    /** Of a run that came over the API: the deployment, the version of it that answered, and the key. */
    deploymentId: uuid("deployment_id"),
    deploymentVersion: integer("deployment_version"),
    apiKeyId: uuid("api_key_id"),
    cancelRequestedAt: moment("cancel_requested_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
    /** Of a run that came as an archive: what that holds, by its hash, and what it was where it ran. */
    archiveDigest: text("archive_digest"),
    imported: json("imported").$type<ImportedRun>(),
    trigger: text("trigger").$type<RunTrigger>().notNull().default("editor"),
    /** The batch that it is an item of. One that was deleted leaves its id here, which then leads nowhere. */
    batchId: uuid("batch_id"),
    /** What people say of it: tags in lower case, and a note; and when they last did. */
    tags: text("tags").array().notNull().default([]),
    note: text("note").notNull().default(""),
    editedAt: moment("edited_at"),
    /** A person wants it kept: no rule removes it. */
    isStarred: boolean("is_starred").notNull().default(false),
    /** Of its steps, those whose results were taken from earlier runs. */
    cachedSteps: integer("cached_steps").notNull().default(0),
    /** What queries look for (`run-terms.ts`). A trigger keeps `run_terms` and `run_numbers` alike. */
    terms: text("terms").array().notNull().default([]),
    numbers: jsonb("numbers").$type<RunNumbers>().notNull().default({}),
    /** Once it has ended, where its time went (`gather-times.ts`): nodes and models, and milliseconds for each; and what reused results spared. */
    computed: text("computed").array().notNull().default([]),
    computedMs: real("computed_ms").array().notNull().default([]),
    savedMs: bigint("saved_ms", { mode: "number" }).notNull().default(0),
    /** Null until there is one, which `greatest` would not be; 0 where a clock was set back between. */
    durationMs: bigint("duration_ms", { mode: "number" }).generatedAlwaysAs(
      sql`(extract(epoch from (case when finished_at > started_at then finished_at - started_at when finished_at <= started_at then interval '0' end)) * 1000)::bigint`,
    ),
    waitMs: bigint("wait_ms", { mode: "number" }).generatedAlwaysAs(
      sql`(extract(epoch from (case when started_at > created_at then started_at - created_at when started_at <= created_at then interval '0' end)) * 1000)::bigint`,
    ),
    stepTotal: integer("step_total").generatedAlwaysAs(sql`(step_counts ->> 'total')::int`),
    cachedShare: real("cached_share").generatedAlwaysAs(
      sql`cached_steps::real / greatest((step_counts ->> 'total')::int, 1)`,
    ),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("runs_workspace_id_unique").on(table.workspaceId, table.id),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.deploymentId],
      foreignColumns: [deployments.workspaceId, deployments.id],
    }),
    foreignKey({ columns: [table.workspaceId, table.apiKeyId], foreignColumns: [apiKeys.workspaceId, apiKeys.id] }),
    // What was asked of the deployments lately.
    index("runs_deployment_idx")
      .on(table.workspaceId, table.createdAt)
      .where(sql`${table.deploymentId} is not null`),
    // One archive, one run, however often and by how many people it is opened at once.
    uniqueIndex("runs_archive_idx")
      .on(table.workspaceId, table.archiveDigest)
      .where(sql`${table.archiveDigest} is not null`),
    // Pages of the runs list, newest first.
    uniqueIndex("runs_number_idx").on(table.workspaceId, table.number),
    // The newest run of a workflow, and the list of one workflow's runs.
    index("runs_workflow_idx").on(table.workspaceId, table.workflowId, table.number),
    // Partial, because almost every row is a finished one: what a dead worker held, what was forgotten, what is live.
    index("runs_active_idx")
      .on(table.workspaceId, table.status)
      .where(sql`${table.status} in ('queued', 'running', 'waiting')`),
    // What a workspace has in the queue or at work, counted at each start and end; and what waits for its share, in its order.
    index("runs_live_idx")
      .on(table.workspaceId)
      .where(sql`${table.jobId} is not null and ${table.status} in ('queued', 'running')`),
    index("runs_unadmitted_idx")
      .on(table.workspaceId, table.priority.desc().nullsFirst(), table.number)
      .where(sql`${table.jobId} is null and ${table.status} = 'queued'`),
    // Runs that have just ended, for lists that are watched.
    index("runs_finished_idx").on(table.workspaceId, table.finishedAt),
    index("runs_owner_idx")
      .on(table.owner)
      .where(sql`${table.owner} is not null`),
    // The columns that queries of the list are found by; all that never changes is in `run_terms` instead, because a run's
    // row is written some four times and each time into every index. Figures with a million runs (bench P15):
    // 51 MB. A rare status, wherever its runs lie, in order.
    index("runs_status_idx").on(table.workspaceId, table.status, table.number),
    // 47 MB. The run at a moment in 0.03 ms; without it all rows are read, 1,100 ms.
    index("runs_created_idx").on(table.workspaceId, table.createdAt, table.number),
    // 75 MB. The hundred longest runs in 0.1 ms; without it 157 ms. Not of runs that go on, which have no duration yet.
    index("runs_duration_idx")
      .on(table.workspaceId, table.durationMs, table.number)
      .where(sql`${table.durationMs} is not null`),
    // 19 MB, because most runs reuse nothing. The few that reuse more than a share; common shares are found without it.
    index("runs_cached_idx")
      .on(table.workspaceId, table.cachedShare, table.number)
      .where(sql`${table.cachedSteps} > 0`),
    // The runs of a batch that go on, and those that ended last. Few runs are of a batch, and of them only some rows change.
    index("runs_batch_idx")
      .on(table.workspaceId, table.batchId, table.finishedAt)
      .where(sql`${table.batchId} is not null`),
    // The starred ones, newest first, wherever they lie. Few, so it costs the other runs nothing.
    index("runs_starred_idx")
      .on(table.workspaceId, table.number)
      .where(sql`${table.isStarred}`),
    // What others tagged lately, for lists that are watched.
    index("runs_edited_idx")
      .on(table.workspaceId, table.editedAt)
      .where(sql`${table.editedAt} is not null`),
  ],
);

/** What an imported run was where it ran: here it has another number, other times, and its workflow may have another title. */
export type ImportedRun = {
  number: number | null;
  title: string;
  version: number | null;
  /** ISO 8601, as the archive has them. */
  createdAt: string;
  startedAt: string | null;
  finishedAt: string;
};

/** Numbers among a run's inputs and outputs, by "i:" or "o:" and their name; a list has several. */
export type RunNumbers = Record<string, number | number[]>;

/** The last number given to a run in each workspace; its row lock puts concurrent starts in order. */
export const runCounters = pgTable("run_counters", {
  workspaceId: uuid("workspace_id")
    .primaryKey()
    .references(() => workspaces.id, { onDelete: "cascade" }),
  lastNumber: integer("last_number").notNull(),
});

/** In the place of "run.finished": the run was retried after this end. */
export const END_BEFORE_RETRY = "run.finished-before-retry";

/**
 * What happened in a run, in order. `seq` counts from 1 within its run without gaps: only the run's owner gives numbers.
 * Events and steps refer to their run by a trigger for each statement, not by a foreign key, which asks for each row
 * (docs/decisions).
 */
export const runEvents = pgTable(
  "run_events",
  {
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").notNull(),
    seq: integer("seq").notNull(),
    /** That of the event, but for an end that stands no more. */
    type: text("type").$type<RunEvent["type"] | typeof END_BEFORE_RETRY>().notNull(),
    event: json("event").$type<RunEvent>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.seq] }),
    // A run ends once, and once more after each retry; this is the last wall behind the conditional updates.
    uniqueIndex("run_events_end_idx")
      .on(table.runId)
      .where(sql`${table.type} = 'run.finished'`),
  ],
);

/**
 * Checkpoints: what each finished step left. A later attempt restores these instead of running the steps again. Those of
 * attempt 0 were taken over from an earlier run when this one was started.
 */
export const runSteps = pgTable(
  "run_steps",
  {
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").notNull(),
    nodeId: text("node_id").notNull(),
    attempt: integer("attempt").notNull(),
    record: json("record").$type<StepResultRecord>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.nodeId] })],
);

/** The artifacts that a run was given or that its steps left: while the run is kept, so are they. */
export const runArtifacts = pgTable(
  "run_artifacts",
  {
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.hash] }),
    foreignKey({ columns: [table.workspaceId, table.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [table.workspaceId, table.hash], foreignColumns: [artifacts.workspaceId, artifacts.hash] }),
    index("run_artifacts_hash_idx").on(table.workspaceId, table.hash),
  ],
);

export type RunRow = typeof runs.$inferSelect;
