import "#server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { users } from "../db/schema/accounts.ts";
import { runs } from "../db/schema/runs.ts";
import { waits } from "../db/schema/waits.ts";
import { admitRuns } from "../queue/admit-runs.ts";
import { channels } from "../queue/channels.ts";
import type { RunContext } from "../runs/run-services.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";
import { hasRole } from "../service-context.ts";

type WaitRow = typeof waits.$inferSelect;

export type ApprovalAnswer = {
  runId: string;
  nodeId: string;
  /** "2" for the third item of a list, "" where there is no list; left out, all items that are still open. */
  item?: string | undefined;
  decision: "approved" | "rejected";
  note?: string | undefined;
};

/**
 * Answers what a step asked, and puts the run back into the queue once the step has all of its answers. Of two people who
 * answer at the same time the first one's answer stands, and the second hears who that was.
 *
 * @throws AppError NOT_FOUND for what nobody asked, also in another workspace; FORBIDDEN below the role that is asked for;
 *   CONFLICT "answered" when it was answered before, "run-over" when the run has ended.
 */
export async function answerApproval(
  context: RunContext,
  { runId, nodeId, item, decision, note = "" }: ApprovalAnswer,
): Promise<{ answered: number }> {
  const { tenant, userId, role, runServices } = context;
  const { workspaceId } = tenant;
  const ofStep = and(eq(waits.workspaceId, workspaceId), eq(waits.runId, runId), eq(waits.nodeId, nodeId));

  const { answered, admitted, leftJob } = await tenant.run(async (tx) => {
    // Locked: other answers, a claim and a worker that parks the run come wholly before this or wholly after it.
    const [run] = await tx
      .select({ status: runs.status, finishedAt: runs.finishedAt, jobId: runs.jobId })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)))
      .for("update");
    if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
    const asked = (await tx.select().from(waits).where(ofStep)).filter(({ kind }) => kind === "approval");
    const meant = item === undefined ? asked : asked.filter((wait) => wait.item === item);
    const [first] = meant;
    if (!first) throw new AppError("NOT_FOUND", "This step asks for no approval.");
    if (!hasRole(role, first.role!)) throw new AppError("FORBIDDEN", roleMessage(first.role!, role));
    const open = meant.filter(({ answer }) => answer === null);
    if (open.length === 0) {
      const latest = meant.reduce((one, other) => (one.answeredAt! < other.answeredAt! ? other : one));
      throw new AppError("CONFLICT", answeredMessage(latest), { reason: "answered" });
    }
    if (run.finishedAt) {
      const message = `The run has ended meanwhile: it was ${run.status}. An answer would change nothing.`;
      throw new AppError("CONFLICT", message, { reason: "run-over" });
    }
    const [person] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
    await tx
      .update(waits)
      .set({
        answer: decision,
        answeredAt: sql`now()`,
        answeredBy: userId,
        answeredByName: person?.name ?? FORMER_MEMBER,
        note,
      })
      .where(
        and(
          ofStep,
          isNull(waits.answer),
          inArray(
            waits.item,
            open.map((wait) => wait.item),
          ),
        ),
      );

    const isComplete = asked.every((wait) => wait.answer !== null || open.includes(wait));
    // One that is still at work looks for answers itself before it is parked.
    if (!isComplete || run.status !== "waiting") return { answered: open.length, admitted: 0, leftJob: null };
    await tx
      .update(runs)
      .set({ status: "queued", jobId: null })
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
    // Where its workspace has room in its share; else it stands in line as every other run.
    const { queue, limits } = runServices;
    const admitted = await admitRuns(tx, queue, { workspaceIds: [workspaceId], limits });
    return { answered: open.length, admitted, leftJob: run.jobId };
  });

  if (admitted > 0) runServices.queue.ring("runs", "urgently");
  runServices.bell.ring(channels.runs, `${workspaceId} ${runId}`);
  // The one that was to come at the time limit. In no transaction with the run's row: a claim takes the two the other way
  // round. Whoever claims it finds that it is no longer the run's.
  if (leftJob) await runServices.queue.cancel(leftJob).catch(() => {});
  return { answered };
}

function roleMessage(needed: string, own: string): string {
  return `This is to be answered with the role ${needed} or a higher one; yours is ${own}.`;
}

function answeredMessage({ answer, answeredByName, answeredAt, note }: WaitRow): string {
  const at = answeredAt!.toISOString().replace("T", " ").slice(0, 16);
  if (answer === "due") return `Nobody answered in time: the time limit ended at ${at} UTC.`;
  return `${answeredByName ?? FORMER_MEMBER} ${answer} this already, at ${at} UTC${note ? `: "${note}"` : "."}`;
}
