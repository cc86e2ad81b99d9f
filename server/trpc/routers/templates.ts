import { z } from "zod";
import { listTemplates } from "../../templates/list-templates.ts";
import { requireTemplate } from "../../templates/require-template.ts";
import { useTemplate } from "../../templates/use-template.ts";
import { editorProcedure, router, viewerProcedure } from "../init.ts";

const byName = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be in kebab-case")
    .max(100),
});

export const templatesRouter = router({
  list: viewerProcedure.query(() => listTemplates()),

  get: viewerProcedure.input(byName).query(({ input }) => requireTemplate(input)),

  use: editorProcedure.input(byName).mutation(({ ctx, input }) => useTemplate(ctx, input)),
});
