import {
  bigint,
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
import type { JsonObject } from "../../../graph/json.ts";
import type { OnnxSummary } from "../../models/model-types.ts";
import { artifacts } from "./artifacts.ts";
import { moment } from "./moment.ts";
import { workspaces } from "./workspaces.ts";

/** An entry of the model registry. It always has at least one version. */
export const models = pgTable(
  "models",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    name: text("name").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("models_workspace_id_unique").on(table.workspaceId, table.id),
    index("models_list_idx").on(table.workspaceId, table.createdAt),
  ],
);

/** One immutable .onnx file. */
export const modelVersions = pgTable(
  "model_versions",
  {
    workspaceId: uuid("workspace_id").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    modelId: uuid("model_id").notNull(),
    /** Counts from 1 in its model. */
    number: integer("number").notNull(),
    hash: text("hash").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    /** Read from the file at upload. `json` keeps text with NUL as it is. */
    summary: json("summary").$type<OnnxSummary>().notNull(),
    /** What came with the model: task, labels, data, licence. */
    card: json("card").$type<JsonObject>(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("model_versions_workspace_id_unique").on(table.workspaceId, table.id),
    uniqueIndex("model_versions_number_idx").on(table.workspaceId, table.modelId, table.number),
    // A model has a file once; two models may share one. Also: the version of a hash, for the model picker.
    uniqueIndex("model_versions_hash_idx").on(table.workspaceId, table.hash, table.modelId),
    foreignKey({
      columns: [table.workspaceId, table.modelId],
      foreignColumns: [models.workspaceId, models.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.hash], foreignColumns: [artifacts.workspaceId, artifacts.hash] }),
  ],
);
