import { expect, test } from "vitest";
import { tenantOf } from "../db/tenant.ts";
import { createTestWorkflow, readRun, until, untilOver } from "../worker/runs-for-tests.ts";
import { answerApproval } from "./answer-approval.ts";
import { countApprovals, listApprovals } from "./list-approvals.ts";
import { listRunWaits } from "./list-run-waits.ts";
import { useWaitingRuns } from "./waiting-runs-for-tests.ts";

const waiting = useWaitingRuns();

test("of two who answer at once the first one's answer stands, and the second hears who it was", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask");
  await waiting.untilWaiting(runId);

  const answers = await Promise.allSettled(
    (["approved", "rejected"] as const).map((decision) =>
      answerApproval(waiting.context, { runId, nodeId: "q", decision, note: decision }),
    ),
  );
  await untilOver(waiting.database, [runId]);

  const refused = answers.filter((answer) => answer.status === "rejected");
  const [stored] = await listRunWaits(waiting.context, { runId });
  expect(refused).toHaveLength(1);
  expect(refused[0]!.reason).toMatchObject({ code: "CONFLICT", reason: "answered" });
  expect(refused[0]!.reason.message).toMatch(/^A former member (approved|rejected) this already, at .* UTC: "/);
  expect(refused[0]!.reason.message).toContain(stored!.answer);
  expect((await waiting.startedIn(runId)).filter((line) => line.startsWith("run."))).toHaveLength(2);
});

test("items of a list are answered one by one or together, and the run comes back when all are", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask items=3");
  await waiting.untilWaiting(runId);

  await answerApproval(waiting.context, { runId, nodeId: "q", item: "1", decision: "rejected" });
  const between = await readRun(waiting.database, runId);
  const open = await listApprovals(waiting.context);
  const rest = await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(waiting.database, [runId]);

  expect(between.status).toBe("waiting");
  expect(open.items.map(({ item }) => item)).toEqual(["0", "2"]);
  expect(rest).toEqual({ answered: 2 });
  expect(run!.status).toBe("succeeded");
  expect((await listRunWaits(waiting.context, { runId })).map(({ item, answer }) => `${item} ${answer}`)).toEqual([
    "0 approved",
    "1 rejected",
    "2 approved",
  ]);
});

test("an answer while the run is still at work is not lost: it does not wait at all", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask", "b ms=1500");
  await until("The question", async () => (await countApprovals(waiting.context)) === 1);

  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(waiting.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
});

test("with two questions, the answer to one brings it back, and it waits again for the other", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask", "r ask");
  await waiting.untilWaiting(runId);

  await answerApproval(waiting.context, { runId, nodeId: "r", decision: "approved" });
  await until("The second wait", async () => (await readRun(waiting.database, runId)).timesParked === 2);
  await waiting.untilWaiting(runId);
  const open = await listApprovals(waiting.context);
  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(waiting.database, [runId]);

  expect(open.items.map(({ nodeId }) => nodeId)).toEqual(["q"]);
  expect(run).toMatchObject({ status: "succeeded", attempt: 3, timesParked: 2 });
});

test("answered in any moment around its parking, every run comes back and ends once", async () => {
  await waiting.work({ slots: 8 });
  const runIds = await waiting.queuedTogether(25, "q ask", "b ms=5");

  await Promise.all(
    runIds.map((runId) =>
      until("The answer", () =>
        answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" }).then(
          () => true,
          ({ code }: { code: string }) => code !== "NOT_FOUND",
        ),
      ),
    ),
  );
  const rows = await untilOver(waiting.database, runIds);

  expect(new Set(rows.map(({ status, attempt }) => `${status} ${attempt}`))).toEqual(new Set(["succeeded 2"]));
});

test("who is below the role that is asked for is refused with both roles named", async () => {
  await waiting.work();
  const runId = await waiting.queued('q ask role="admin"');
  await waiting.untilWaiting(runId);

  const attempt = answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });

  await expect(attempt).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: "This is to be answered with the role admin or a higher one; yours is editor.",
  });
  expect((await listApprovals(waiting.context)).items).toMatchObject([{ role: "admin", mayAnswer: false }]);
  await answerApproval({ ...waiting.context, role: "owner" }, { runId, nodeId: "q", decision: "approved" });
  expect((await untilOver(waiting.database, [runId]))[0]!.status).toBe("succeeded");
});

test("another workspace sees nothing of it and cannot answer", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask");
  await waiting.untilWaiting(runId);
  const other = await createTestWorkflow(waiting.database);
  const foreign = { ...waiting.context, tenant: tenantOf(waiting.database, other.workspaceId) };

  expect(await listApprovals(foreign)).toEqual({ items: [], total: 0 });
  await expect(answerApproval(foreign, { runId, nodeId: "q", decision: "approved" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(listRunWaits(foreign, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(answerApproval(waiting.context, { runId, nodeId: "zzz", decision: "approved" })).rejects.toMatchObject({
    message: "This step asks for no approval.",
  });
});
