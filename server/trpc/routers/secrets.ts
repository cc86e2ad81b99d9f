import { z } from "zod";
import { secretNameSchema } from "../../../graph/secret-ref.ts";
import { deleteSecret } from "../../secrets/delete-secret.ts";
import { listSecrets } from "../../secrets/list-secrets.ts";
import { createSecret, replaceSecret } from "../../secrets/set-secret.ts";
import { MAX_SECRET_CHARACTERS, MIN_SECRET_CHARACTERS } from "../../secrets/secret-limits.ts";
import { adminProcedure, editorProcedure, router } from "../init.ts";

const valueSchema = z
  .string()
  .min(
    MIN_SECRET_CHARACTERS,
    `must have at least ${MIN_SECRET_CHARACTERS} characters: a shorter one could not be told from other text where it is masked`,
  )
  .max(MAX_SECRET_CHARACTERS)
  .refine((value) => !value.includes("\0"), "must not hold NUL");
/** A name, or all names under one: "*.example.com". With a port where it is not that of the scheme. */
const hostSchema = z
  .string()
  .max(260)
  .regex(
    /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/,
    'must be a host such as "api.example.com" or "*.example.com"',
  );
const hostsSchema = z.array(hostSchema).min(1).max(50).nullable();
const nameSchema = z.strictObject({ name: secretNameSchema });

/** Nothing here gives a value, or a part of one. */
export const secretsRouter = router({
  list: editorProcedure.query(({ ctx }) => listSecrets({ ...ctx, secretKeys: ctx.services.secretKeys })),

  create: adminProcedure
    .input(nameSchema.extend({ value: valueSchema, hosts: hostsSchema }))
    .mutation(({ ctx, input }) => createSecret({ ...ctx, secretKeys: ctx.services.secretKeys }, input)),

  replace: adminProcedure
    .input(nameSchema.extend({ value: valueSchema, hosts: hostsSchema.optional() }))
    .mutation(({ ctx, input }) => replaceSecret({ ...ctx, secretKeys: ctx.services.secretKeys }, input)),

  remove: adminProcedure.input(nameSchema).mutation(({ ctx, input }) => deleteSecret(ctx, input)),
});
