import { z } from "zod";
import { listTemplates } from "../../templates/list-templates.ts";
import { requireTemplate } from "../../templates/require-template.ts";
import { templateNameSchema } from "../../templates/template-card.ts";
import { useTemplate } from "../../templates/use-template.ts";
import { editorProcedure, router, viewerProcedure } from "../init.ts";

const byName = z.strictObject({ name: templateNameSchema });

export const templatesRouter = router({
  list: viewerProcedure.query(({ ctx }) => listTemplates({ dir: ctx.services.env.templatesDir })),

  get: viewerProcedure
    .input(byName)
    .query(({ ctx, input }) => requireTemplate({ dir: ctx.services.env.templatesDir, ...input })),

  use: editorProcedure
    .input(byName)
    .mutation(({ ctx, input }) => useTemplate(ctx, { dir: ctx.services.env.templatesDir, ...input })),
});
