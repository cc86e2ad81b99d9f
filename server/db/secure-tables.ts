import type pg from "pg";
import { openToShares } from "./open-to-shares.ts";
import { SYSTEM_ROLE, TENANT_ROLE } from "./tenant.ts";

/** Where the workspace of a row stands, for tables that are not `workspace_id` tables but belong to a workspace all the same. */
const ownerOf = `case when c.relname = 'workspaces' then 'id' else 'workspace_id' end`;

/** Unset or empty gives null, and null equals nothing: without a workspace there are no rows. */
const currentWorkspace = `nullif(current_setting(''patchbay.workspace_id'', true), '''')::uuid`;

/**
 * Puts every table of a workspace behind row-level security, also for its owner, and grants each role what it needs.
 * Found by their columns, not listed, so that a new table cannot be forgotten. Tables that are as they should be are not
 * touched, because the statements lock them.
 */
export async function secureTables(client: pg.Client): Promise<void> {
  await client.query(statement);
  await openToShares(client);
}

const statement = `
do $do$
declare
  t record;
begin
  for t in
    select c.oid, c.oid::regclass as name, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attname as owner
    from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attname = ${ownerOf} and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    if not has_table_privilege('${SYSTEM_ROLE}', t.oid, 'select, insert, update, delete') then
      execute format('grant select, insert, update, delete on %s to ${SYSTEM_ROLE}', t.name);
    end if;
    if t.owner is not null or t.relname = 'users' then
      if not t.relrowsecurity then
        execute format('alter table %s enable row level security', t.name);
      end if;
      if not t.relforcerowsecurity then
        execute format('alter table %s force row level security', t.name);
      end if;
      if not exists (select from pg_policy where polrelid = t.oid and polname = 'system') then
        execute format('create policy system on %s to ${SYSTEM_ROLE} using (true) with check (true)', t.name);
      end if;
    end if;
    if t.owner is not null then
      if not exists (select from pg_policy where polrelid = t.oid and polname = 'tenant') then
        execute format(
          'create policy tenant on %s to ${TENANT_ROLE} using (%I = ${currentWorkspace}) with check (%I = ${currentWorkspace})',
          t.name, t.owner, t.owner);
      end if;
      if not has_table_privilege('${TENANT_ROLE}', t.oid, 'select, insert, update, delete') then
        execute format('grant select, insert, update, delete on %s to ${TENANT_ROLE}', t.name);
      end if;
    end if;
  end loop;

  -- Names of the people of one's own workspace. What else accounts hold is out of the reach of services.
  if not exists (select from pg_policy where polrelid = 'users'::regclass and polname = 'tenant') then
    create policy tenant on users for select to ${TENANT_ROLE}
      using (exists (select from members where members.user_id = users.id));
    grant select (id, name, email) on users to ${TENANT_ROLE};
  end if;
  -- Workers serve all workspaces; what they find out of a file is told to whoever has the file.
  if not has_table_privilege('${TENANT_ROLE}', 'workers', 'select')
    or not has_table_privilege('${TENANT_ROLE}', 'model_placements', 'select')
    or not has_table_privilege('${TENANT_ROLE}', 'model_batching', 'select') then
    grant select on workers, model_placements, model_batching to ${TENANT_ROLE};
  end if;
end
$do$`;
