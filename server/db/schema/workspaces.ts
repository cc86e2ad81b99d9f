import { index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { roles } from "../../service-context.ts";
import { users } from "./accounts.ts";
import { moment } from "./moment.ts";

/** Who owns what. Every table below a workspace has a `workspace_id`, and with it row-level security. */
export const workspaces = pgTable("workspaces", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
});

export const members = pgTable(
  "members",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: roles }).notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    // The workspace of whoever makes a request.
    index("members_user_idx").on(table.userId, table.createdAt),
  ],
);

/** A way in for one person. Only the SHA-256 of the token is kept; it works once. */
export const invitations = pgTable(
  "invitations",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    email: text("email").notNull(),
    role: text("role", { enum: roles }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: text("invited_by").notNull(),
    expiresAt: moment("expires_at").notNull(),
    acceptedAt: moment("accepted_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("invitations_workspace_id_unique").on(table.workspaceId, table.id),
  ],
);
