import "#server-only";
import { and, eq } from "drizzle-orm";
import { secrets } from "../db/schema/secrets.ts";
import type { ServiceContext } from "../service-context.ts";
import { secretNotFound } from "./set-secret.ts";

/** Nodes that name it stay, and say that it is missing. @throws AppError NOT_FOUND */
export async function deleteSecret({ tenant }: Pick<ServiceContext, "tenant">, { name }: { name: string }) {
  const deleted = await tenant.run((tx) =>
    tx
      .delete(secrets)
      .where(and(eq(secrets.workspaceId, tenant.workspaceId), eq(secrets.name, name)))
      .returning({ name: secrets.name }),
  );
  if (deleted.length === 0) throw secretNotFound(name);
}
