import { z } from "zod";
import { answerApproval } from "../../waits/answer-approval.ts";
import { countApprovals, listApprovals } from "../../waits/list-approvals.ts";
import { listRunWaits } from "../../waits/list-run-waits.ts";
import { router, runnerProcedure, viewerProcedure } from "../init.ts";

const noteSchema = z
  .string()
  .trim()
  .max(2_000)
  .refine((note) => !note.includes("\0"), "must not hold NUL");

/** A node's id, after those of the nodes that run the workflows which it is in. */
const nodePathSchema = z
  .string()
  .max(1_000)
  .regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/, "must be node ids with '/' between them");

export const approvalsRouter = router({
  /** The oldest open questions of the workspace, and how many there are. */
  list: viewerProcedure.query(({ ctx }) => listApprovals(ctx)),

  count: viewerProcedure.query(({ ctx }) => countApprovals(ctx)),

  /** All that a run waits or waited for, with the answers. */
  ofRun: viewerProcedure.input(z.strictObject({ runId: z.uuid() })).query(({ ctx, input }) => listRunWaits(ctx, input)),

  /** The step may ask for a higher role than the procedure. */
  answer: runnerProcedure
    .input(
      z.strictObject({
        runId: z.uuid(),
        nodeId: nodePathSchema,
        /** The item's index path, "2" or "2.0"; left out, all items that are open. */
        item: z
          .string()
          .max(100)
          .regex(/^(\d+(\.\d+)*)?$/, 'must be an index path such as "2" or "2.0"')
          .optional(),
        decision: z.enum(["approved", "rejected"]),
        note: noteSchema.optional(),
      }),
    )
    .mutation(({ ctx, input }) => answerApproval(ctx, input)),
});
