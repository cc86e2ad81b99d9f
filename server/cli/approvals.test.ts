import { expect, test } from "vitest";
import { patchbay, patchbayJson, scratchFolder, workflowOf, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();

const asking = writeScratch(
  folder,
  "asking.json",
  workflowOf(
    {
      in: { type: "workflow-input", params: { name: "n", kind: "number", sample: 3 } },
      check: { type: "wait-for-approval", params: { message: "Release {{value}}?" } },
      yes: { type: "workflow-output", params: { name: "released" } },
      no: { type: "workflow-output", params: { name: "held" } },
    },
    ["in.value -> check.value", "check.approved -> yes.value", "check.rejected -> no.value"],
  ),
);

test("without a terminal it ends with code 3, and says what is asked and how to answer", async () => {
  const { code, stdout, stderr } = await patchbay("run", asking);

  expect(code).toBe(3);
  expect(stdout).toContain("Test: waiting for an answer.");
  expect(stderr).toContain(
    "check asks: Release 3? Answer with --approve check=yes, --approve check=no, or --approve all.",
  );
});

test("as JSON it is one document that says what it waits for", async () => {
  const { code, document } = await patchbayJson("run", asking);

  expect(code).toBe(3);
  expect(document).toMatchObject({ status: "waiting", outputs: {} });
  expect(document.steps).toContainEqual(
    expect.objectContaining({
      nodeId: "check",
      status: "paused",
      waits: [{ kind: "approval", item: [], message: "Release 3?" }],
    }),
  );
});

test.each([
  [["--approve", "all"], { released: 3 }],
  [["--approve", "check=yes"], { released: 3 }],
  [["--approve", "all", "--approve", "check=no"], { held: 3 }],
  [["--approve", "all=no"], { held: 3 }],
])("with %j the answers are given beforehand", async (options, outputs) => {
  const { code, document } = await patchbayJson("run", asking, ...options);

  expect(code).toBe(0);
  expect(document.outputs).toEqual(outputs);
});

test.each([
  ["--approve", "in=yes", 'No node "in" asks for an approval. Those that do: check.'],
  [
    "--approve",
    "check=maybe",
    '"--approve check=maybe" is not understood. Write "all", "all=no", or a node with yes or no.',
  ],
  [
    "--timeout",
    "soon",
    'The option "--timeout" takes a duration such as 90, 90s, 5m or 2h, at most a week, not "soon".',
  ],
])("%s %s is refused with a sentence", async (option, value, message) => {
  const { code, stderr } = await patchbay("run", asking, option, value);

  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("it waits for times by itself", async () => {
  const file = writeScratch(
    folder,
    "delay.json",
    workflowOf(
      {
        in: { type: "workflow-input", params: { name: "n", kind: "number", sample: 3 } },
        hold: { type: "wait-until", params: { duration: 1, unit: "seconds" } },
        out: { type: "workflow-output", params: { name: "n" } },
      },
      ["in.value -> hold.value", "hold.value -> out.value"],
    ),
  );
  const startedAt = Date.now();

  const { code, document } = await patchbayJson("run", file);

  expect(code).toBe(0);
  expect(document.outputs).toEqual({ n: 3 });
  expect(Date.now() - startedAt).toBeGreaterThan(1_000);
});

test("a run that computes for longer than its time limit fails and says so", async () => {
  const file = writeScratch(
    folder,
    "slow.json",
    workflowOf({
      slow: { type: "evaluate", params: { expression: "(() => { for (;;); })()", inputs: [] } },
    }),
  );

  const { code, document } = await patchbayJson("run", file, "--timeout", "300ms");

  expect(code).toBe(1);
  expect(document).toMatchObject({ status: "failed" });
});
