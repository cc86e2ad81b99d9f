import { json, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./moment.ts";
import { workspaces } from "./workspaces.ts";

/** A password or key that nodes use by its name. Only sealed: the value is opened by the worker that sends it. */
export const secrets = pgTable(
  "secrets",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Of the key that sealed it, so that keys can be changed. */
    keyId: text("key_id").notNull(),
    /** AES-256-GCM, bound to workspace and name: base64 of nonce, tag and ciphertext. */
    sealed: text("sealed").notNull(),
    /** It is sent to these only, as "api.example.com" or "*.example.com"; null for any. */
    hosts: json("hosts").$type<string[]>(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Who set the value that is there now, and when. */
    setBy: text("set_by").notNull(),
    setAt: moment("set_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);
