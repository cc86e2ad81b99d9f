import { z } from "zod";
import { titleSchema } from "../../../graph/schema.ts";
import { tellWorkers } from "../../deployments/tell-workers.ts";
import { createApiKey } from "../../keys/create-api-key.ts";
import { listApiKeys } from "../../keys/list-api-keys.ts";
import { revokeApiKey } from "../../keys/revoke-api-key.ts";
import { adminProcedure, router } from "../init.ts";

const newKeySchema = z.strictObject({
  name: titleSchema,
  mayRun: z.boolean(),
  deploymentIds: z.array(z.uuid()).min(1).max(1_000).nullable(),
  expiresAt: z.date().nullable(),
});

export const apiKeysRouter = router({
  list: adminProcedure.query(({ ctx }) => listApiKeys(ctx)),

  create: adminProcedure.input(newKeySchema).mutation(({ ctx, input }) => createApiKey(ctx, input)),

  revoke: adminProcedure
    .input(z.strictObject({ apiKeyId: z.uuid() }))
    .mutation(({ ctx, input }) => tellWorkers(ctx, revokeApiKey(ctx, input))),
});
