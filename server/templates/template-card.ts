import { z } from "zod";
import type { RunState } from "../../graph/run-events.ts";
import { titleSchema } from "../../graph/schema.ts";

export const templateNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be in kebab-case");
const fileNameSchema = z
  .string()
  .max(255)
  .regex(/^[\w][\w.-]*$/, "must be a plain file name");

/** Only its outline is checked: it was recorded by the program that shows it. */
const runStateSchema = z.custom<RunState>(
  (value) => typeof value === "object" && value !== null && "status" in value && "nodes" in value,
  "must be the state of a run",
);

/**
 * `templates/<name>/card.json`, beside `workflow.json` and `picture.png` or `picture.webp`. Models and their samples lie in
 * `templates/models/<model>/`; the graph names them by content hash. Artifacts of the recorded run lie in
 * `templates/<name>/artifacts/<hash>`.
 */
export const templateCardSchema = z.strictObject({
  title: titleSchema,
  /** One sentence, for the gallery's card. */
  summary: z.string().min(1).max(300),
  /** Markdown. */
  description: z.string().max(20_000),
  tags: z.array(z.string().min(1).max(50)).max(20),
  models: z.array(templateNameSchema).max(20),
  /** Files of `templates/models/<model>/samples/` that the graph names, or that are good to try it with. */
  samples: z.array(z.strictObject({ model: templateNameSchema, file: fileNameSchema })).max(100),
  recordedRun: runStateSchema.optional(),
});
export type TemplateCard = z.output<typeof templateCardSchema>;

/** The part of `templates/models/<model>/card.json` that is read here; the whole goes with the model. */
export const modelCardSchema = z.looseObject({ title: titleSchema, task: z.string().max(100).optional() });
