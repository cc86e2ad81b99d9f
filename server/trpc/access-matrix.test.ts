import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noRules } from "../../graph/keeping-rules.ts";
import { emptyGraph } from "../../graph/schema.ts";
import { allProcedures, createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { roles } from "../service-context.ts";
import type { Access } from "./init.ts";

/**
 * Who may call what. A new procedure needs a row here; `input` is of a valid form and names things that do not exist, so
 * that whoever passes the check of the role changes nothing.
 */
const workflow = { workflowId: randomUUID() };
const run = { runId: randomUUID() };
const deployment = { deploymentId: randomUUID() };
const batch = { batchId: randomUUID() };
const hash = "0".repeat(64);
const file = { hash, name: "rows.csv", mediaType: "text/csv", sizeBytes: 3 };
const comparison = { a: randomUUID(), b: randomUUID(), nodeId: "a", port: "image", path: [] };

const matrix: Record<string, { access: Access; input?: unknown }> = {
  "session.get": { access: "viewer" },
  "session.state": { access: "anyone" },
  "workflows.list": { access: "viewer" },
  "workflows.get": { access: "viewer", input: workflow },
  "workflows.create": { access: "editor", input: {} },
  "workflows.save": { access: "editor", input: { ...workflow, baseVersion: 1, graph: emptyGraph } },
  "workflows.rename": { access: "editor", input: { ...workflow, title: "A title" } },
  "workflows.versions": { access: "viewer", input: workflow },
  "workflows.version": { access: "viewer", input: { ...workflow, version: 1 } },
  "workflows.nameVersion": { access: "editor", input: { ...workflow, version: 1, name: "A name" } },
  "workflows.remove": { access: "editor", input: workflow },
  "workflows.importFile": { access: "editor", input: { file: { title: "A title", graph: emptyGraph } } },
  "workflows.cleanPasted": { access: "editor", input: { graph: emptyGraph } },
  "workflows.refer": { access: "viewer", input: { ...workflow, version: null } },
  "workflows.subGraphs": { access: "viewer", input: { refs: [{ id: randomUUID(), version: null }] } },
  "workflows.form": { access: "viewer", input: workflow },
  "workflows.title": { access: "viewer", input: workflow },
  "workflows.usedBy": { access: "viewer", input: workflow },
  "workflows.exportFile": { access: "viewer", input: workflow },
  "runs.start": { access: "runner", input: { ...workflow, target: "a" } },
  "runs.retry": { access: "runner", input: run },
  "runs.restart": { access: "runner", input: { ...run, nodeId: "a" } },
  "runs.replay": { access: "runner", input: run },
  "runs.fork": { access: "editor", input: run },
  "runs.events": { access: "viewer", input: run },
  "runs.cancel": { access: "runner", input: run },
  "runs.get": { access: "viewer", input: run },
  "runs.title": { access: "viewer", input: run },
  "runs.standing": { access: "viewer", input: run },
  "runs.wait": { access: "viewer", input: run },
  "runs.list": { access: "viewer", input: {} },
  "runs.latest": { access: "viewer", input: workflow },
  "runs.watch": { access: "viewer", input: run },
  "runs.changes": { access: "viewer", input: {} },
  "runs.matching": { access: "viewer", input: {} },
  "runs.tagsOf": { access: "viewer", input: { runIds: [run.runId] } },
  "runs.edit": { access: "runner", input: { runIds: [run.runId], addTags: ["a-tag"] } },
  "runs.cancelMany": { access: "runner", input: { runIds: [run.runId] } },
  "runs.replayMany": { access: "runner", input: { runIds: [run.runId] } },
  "runs.remove": { access: "editor", input: { runIds: [run.runId] } },
  "runs.suggest": { access: "viewer", input: { field: "tag", text: "" } },
  "batches.list": { access: "viewer", input: {} },
  "batches.get": { access: "viewer", input: batch },
  "batches.title": { access: "viewer", input: batch },
  "batches.items": { access: "viewer", input: { ...batch, from: 0, count: 10 } },
  "batches.watch": { access: "viewer", input: batch },
  "batches.startFiles": {
    access: "runner",
    input: { ...workflow, name: "A batch", input: "image", files: [{ label: "rows.csv", file }] },
  },
  "batches.checkTable": { access: "runner", input: { ...workflow, file } },
  "batches.startTable": { access: "runner", input: { ...workflow, name: "A batch", file, columns: {} } },
  "batches.cancel": { access: "runner", input: batch },
  "batches.retry": { access: "runner", input: { ...batch, status: "failed" } },
  "batches.remove": { access: "editor", input: { ...batch, withRuns: true } },
  "workflowTests.list": { access: "viewer", input: workflow },
  "workflowTests.standing": { access: "viewer", input: { ...workflow, version: 1 } },
  "workflowTests.output": {
    access: "viewer",
    input: { testId: randomUUID(), runId: randomUUID(), output: "result" },
  },
  "workflowTests.create": { access: "editor", input: { ...run, name: "A name" } },
  "workflowTests.previewItem": { access: "editor", input: { ...run, item: { node: "a", port: "b", index: 0 } } },
  "workflowTests.createOfItem": {
    access: "editor",
    input: { ...run, item: { node: "a", port: "b", index: 0 }, name: "A name" },
  },
  "workflowTests.change": { access: "editor", input: { testId: randomUUID(), name: "A name" } },
  "workflowTests.run": { access: "runner", input: workflow },
  "workflowTests.accept": { access: "editor", input: { testId: randomUUID(), version: 1 } },
  "workflowTests.remove": { access: "editor", input: { testId: randomUUID() } },
  "runViews.list": { access: "viewer" },
  "runViews.create": { access: "runner", input: { name: "A view", query: "", columns: [] } },
  "runViews.change": { access: "runner", input: { viewId: randomUUID(), name: "A name" } },
  "runViews.remove": { access: "runner", input: { viewId: randomUUID() } },
  "runCharts.overTime": { access: "viewer", input: { window: "24h" } },
  "runCharts.byPart": { access: "viewer", input: { window: "24h" } },
  "runShares.list": { access: "editor", input: run },
  "runShares.create": { access: "editor", input: { ...run, note: "", expiresAt: null } },
  "runShares.revoke": { access: "editor", input: { shareId: randomUUID() } },
  "presence.watch": { access: "viewer", input: { ...workflow, clientId: randomUUID() } },
  "presence.tell": { access: "viewer", input: { ...workflow, clientId: randomUUID(), cursor: null, selection: [] } },
  "approvals.list": { access: "viewer" },
  "approvals.count": { access: "viewer" },
  "approvals.ofRun": { access: "viewer", input: run },
  "approvals.answer": { access: "runner", input: { ...run, nodeId: "a", decision: "approved" } },
  "files.list": { access: "viewer" },
  "values.listItems": { access: "viewer", input: { hash, from: 0, count: 10 } },
  "values.tablePage": {
    access: "viewer",
    input: { hash, from: 0, count: 10, columns: { from: 0, count: 10 }, sort: null, filters: [] },
  },
  "comparisons.value": { access: "viewer", input: comparison },
  "comparisons.items": { access: "viewer", input: { ...comparison, from: 0, count: 10, onlyDiffering: true } },
  "values.columnStatistics": { access: "viewer", input: { hash, column: 0 } },
  "models.list": { access: "viewer" },
  "models.get": { access: "viewer", input: { modelId: randomUUID() } },
  "models.ref": { access: "viewer", input: { hash } },
  "models.rename": { access: "editor", input: { modelId: randomUUID(), name: "A name" } },
  "models.removeVersion": { access: "admin", input: { modelId: randomUUID(), hash } },
  "templates.list": { access: "viewer" },
  "templates.get": { access: "viewer", input: { name: "no-such-template" } },
  "templates.use": { access: "editor", input: { name: "no-such-template" } },
  "accelerators.list": { access: "viewer" },
  "deployments.list": { access: "viewer" },
  "deployments.get": { access: "viewer", input: deployment },
  "deployments.preview": { access: "editor", input: workflow },
  "deployments.publish": { access: "admin", input: { ...workflow, workflowVersion: 1, name: "a-name" } },
  "deployments.publishModel": {
    access: "admin",
    input: { modelId: randomUUID(), modelVersion: 1, name: "a-name" },
  },
  "deployments.activate": { access: "admin", input: { ...deployment, number: 1 } },
  "deployments.unpublish": { access: "admin", input: deployment },
  "apiKeys.list": { access: "admin" },
  "apiKeys.create": {
    access: "admin",
    input: { name: "A name", mayRun: true, deploymentIds: [randomUUID()], expiresAt: null },
  },
  "apiKeys.revoke": { access: "admin", input: { apiKeyId: randomUUID() } },
  "secrets.list": { access: "editor" },
  "secrets.create": { access: "admin", input: { name: "SERVICE_KEY", value: "a long value", hosts: null } },
  "secrets.replace": { access: "admin", input: { name: "NO_SUCH_SECRET", value: "a long value" } },
  "secrets.remove": { access: "admin", input: { name: "NO_SUCH_SECRET" } },
  "storage.usage": { access: "viewer" },
  "storage.keeping": { access: "viewer" },
  "storage.preview": { access: "admin", input: { rules: noRules } },
  "storage.setRules": { access: "admin", input: { rules: noRules } },
  "accelerators.placements": { access: "viewer", input: {} },
};

let web: TestWeb;
beforeAll(async () => {
  web = await createTestWeb();
});
afterAll(() => web.close());

test("every procedure has a row, and says itself what the row says", () => {
  const declared = Object.fromEntries(allProcedures().map(([path, procedure]) => [path, procedure._def.meta?.access]));

  expect(declared).toEqual(Object.fromEntries(Object.entries(matrix).map(([path, { access }]) => [path, access])));
});

describe.each(Object.entries(matrix))("%s", (path, { access, input }) => {
  test("is refused without a session, and answers each role as the row says", async () => {
    const allowed = access === "anyone" ? [...roles] : roles.slice(roles.indexOf(access));

    const anonymous = await web.call(null, path, input, { staysOpen: access === "anyone" });
    const outcomes: Record<string, string> = { anonymous: outcomeOf(anonymous) };
    for (const role of roles) {
      const staysOpen = allowed.includes(role);
      outcomes[role] = outcomeOf(await web.call(web.ours.people[role], path, input, { staysOpen }));
    }

    expect(outcomes).toEqual({
      anonymous: access === "anyone" ? "allowed" : "UNAUTHORIZED",
      ...Object.fromEntries(roles.map((role) => [role, allowed.includes(role) ? "allowed" : "FORBIDDEN"])),
    });
  });
});

function outcomeOf({ error, status }: Awaited<ReturnType<TestWeb["call"]>>): string {
  const code = error?.data.code;
  if (code === "UNAUTHORIZED" || code === "FORBIDDEN") return code;
  return status < 500 && (error === undefined || code === "NOT_FOUND" || code === "CONFLICT")
    ? "allowed"
    : `${status} ${code}: ${error?.message}`;
}
