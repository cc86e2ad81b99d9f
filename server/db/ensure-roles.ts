import type pg from "pg";
import { SHARE_ROLE, SYSTEM_ROLE, TENANT_ROLE } from "./tenant.ts";

const roles = [TENANT_ROLE, SYSTEM_ROLE, SHARE_ROLE] as const;

/**
 * Makes the roles that row-level security speaks of, and the user of this connection a member of each. Roles belong
 * to the whole server, so another database may have made them already.
 *
 * @throws Error with the statements an administrator has to run, where this user may not do it.
 */
export async function ensureRoles(client: pg.Client): Promise<void> {
  const user = await readUser(client);
  for (const role of roles) {
    const { rows } = await client.query<{ mighty: boolean }>(
      "select rolsuper or rolbypassrls as mighty from pg_roles where rolname = $1",
      [role],
    );
    if (rows[0]?.mighty) {
      throw new Error(
        `The role ${role} passes row-level security by. Let an administrator run: alter role ${role} nosuperuser nobypassrls;`,
      );
    }
    if (!rows[0]) await makeRole(client, role, user);
  }
  if (user.isSuperuser || (await isMember(client))) return;
  try {
    await client.query(`grant ${roles.join(", ")} to ${user.name}`);
  } catch (cause) {
    throw await denied(client, user, cause);
  }
  if (!(await isMember(client))) throw await denied(client, user, null);
}

type User = { name: string; isSuperuser: boolean };

async function readUser(client: pg.Client): Promise<User> {
  const { rows } = await client.query<User>(
    `select quote_ident(rolname) as name, rolsuper as "isSuperuser" from pg_roles where rolname = current_user`,
  );
  return rows[0]!;
}

async function makeRole(client: pg.Client, role: string, user: User): Promise<void> {
  try {
    await client.query(`create role ${role} nologin`);
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    const isThere = code === "42710" || code === "23505"; // another database's migrator was quicker
    if (!isThere) throw await denied(client, user, cause);
  }
}

/** Services must be able to take on the roles of tenants and shares, and connections to see through the other without taking it on. */
async function isMember(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ member: boolean }>(
    `select pg_has_role($1, kind) and pg_has_role($3, kind) and pg_has_role($2, 'USAGE') as member
     from (select case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end as kind)`,
    [...roles],
  );
  return rows[0]?.member === true;
}

async function denied(client: pg.Client, { name }: User, cause: unknown): Promise<Error> {
  const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles");
  const missing = roles.filter((role) => !rows.some(({ rolname }) => rolname === role));
  const statements = [
    ...missing.map((role) => `create role ${role} nologin;`),
    `grant ${roles.join(", ")} to ${name};`,
  ];
  const message = `The database user ${name} may not set up the roles that keep workspaces apart. Let an administrator run once: `;
  return new Error(message + statements.join(" "), { cause });
}
