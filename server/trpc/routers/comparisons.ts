import { z } from "zod";
import { comparePort, comparePortItems } from "../../comparing/compare-port.ts";
import { contentContextOf } from "../../http/content-input.ts";
import { router, viewerProcedure } from "../init.ts";

const place = z.int().min(0).max(1_000_000_000);
const inRuns = z.strictObject({
  /** Two runs of the workspace. */
  a: z.uuid(),
  b: z.uuid(),
  /** Of a step in a workflow that a node runs, the path to it. */
  nodeId: z.string().min(1).max(1_000),
  port: z.string().min(1).max(200),
  /** Leads to one item of lists. */
  path: z.array(place).max(16),
});
const inTest = z.strictObject({
  /** What a test expects of an output, as A; what a run gave there, as B. */
  testId: z.uuid(),
  runId: z.uuid(),
  output: z.string().min(1).max(200),
  path: z.array(place).max(16),
});
const valueQuestion = {
  /** Of pictures: also where they differ. */
  withMap: z.boolean().default(false),
  /** Of tables: the column by which rows are found; by their place without it. */
  key: z.string().max(1_000).nullable().default(null),
};
const itemsQuestion = { from: place, count: z.int().min(1).max(50), onlyDiffering: z.boolean() };

/** How one value differs from another, a screenful at a time. */
export const comparisonsRouter = router({
  value: viewerProcedure
    .input(z.union([inRuns.extend(valueQuestion), inTest.extend(valueQuestion)]))
    .query(({ ctx, input }) => comparePort(contentContextOf(ctx.services, ctx), input)),

  items: viewerProcedure
    .input(z.union([inRuns.extend(itemsQuestion), inTest.extend(itemsQuestion)]))
    .query(({ ctx, input }) => comparePortItems(contentContextOf(ctx.services, ctx), input)),
});
