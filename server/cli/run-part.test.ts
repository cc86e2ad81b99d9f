import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { patchbay, patchbayJson, scratchFolder, workflowOf, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();

describe("with --to", () => {
  const nodes = {
    words: { type: "workflow-input", params: { name: "words", kind: "text", sample: "hello" } },
    count: { type: "evaluate", params: { expression: "value.length", output: "number" } },
    out: { type: "workflow-output", params: { name: "letters" } },
    lone: { type: "draw-mask" },
  };
  const file = writeScratch(
    folder,
    "part.json",
    workflowOf(nodes, ["words.value -> count.value", "count.result -> out.value"]),
  );

  test("only that node and what it depends on run, though another has problems, and what it gave is there", async () => {
    const { code, document } = await patchbayJson("run", file, "--to", "count");

    expect(code).toBe(0);
    expect(document).toMatchObject({
      status: "succeeded",
      outputs: { "count.result": 5 },
      steps: [
        { nodeId: "words", status: "succeeded" },
        { nodeId: "count", status: "succeeded" },
      ],
    });
    expect((await patchbayJson("run", file, "--to", "out")).document.outputs).toEqual({ letters: 5 });
  });

  test.each([
    ["lone", 'lone: "Image" is not connected.'],
    ["nobody", 'The workflow has no node "nobody" to run up to.'],
  ])("%s is refused: 2, and a sentence", async (target, sentence) => {
    const { code, stderr } = await patchbay("run", file, "--to", target);

    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe("from a node, and of one node alone", () => {
  const nodes = (expression: string) => ({
    words: { type: "workflow-input", params: { name: "words", kind: "text", sample: "hello" } },
    long: { type: "evaluate", params: { expression: "value.padEnd(40000, '.')", output: "text" } },
    count: { type: "evaluate", params: { expression, output: "number" } },
    out: { type: "workflow-output", params: { name: "letters" } },
  });
  const edges = ["words.value -> long.value", "long.result -> count.value", "count.result -> out.value"];
  const file = writeScratch(folder, "whole.json", workflowOf(nodes("value.length"), edges));
  const changed = writeScratch(folder, "changed.json", workflowOf(nodes("value.indexOf('.')"), edges));

  test("a run that was recorded goes on from any node, also after a change", async () => {
    const recorded = join(folder, "recorded");
    const whole = await patchbayJson("run", file, "--record", recorded, "--input", "words=hi");
    const rest = await patchbayJson("run", changed, "--from", "count", "--with", recorded);
    const alone = await patchbayJson("run", changed, "--only", "count", "--with", recorded);

    expect(whole.document.outputs).toEqual({ letters: 40_000 });
    expect(rest).toMatchObject({ code: 0, document: { status: "succeeded", outputs: { letters: 2 } } });
    expect((rest.document.steps as { nodeId: string }[]).map(({ nodeId }) => nodeId)).toEqual(["long", "count", "out"]);
    expect(alone.document.outputs).toEqual({ "count.result": 2 });
  });

  test("what was changed above since is named, and the recorded values are used", async () => {
    const recorded = join(folder, "recorded-before");
    await patchbay("run", file, "--record", recorded);
    const other = {
      ...nodes("value.length"),
      long: { type: "evaluate", params: { expression: "value", output: "text" } },
    };
    const { stderr, stdout } = await patchbay(
      "run",
      writeScratch(folder, "above.json", workflowOf(other, edges)),
      "--from",
      "count",
      "--with",
      recorded,
    );

    expect(stderr).toContain("changed since the recorded run, whose values are used: long");
    expect(stdout).toContain("letters: 40000");
  });

  test("a pin stands in for its node and for all that only it needs", async () => {
    const text = writeScratch(folder, "pin.txt", "from a file");
    const { code, document } = await patchbayJson("run", file, "--pin", `long.result=@${text}`);

    expect(code).toBe(0);
    expect(document).toMatchObject({ outputs: { letters: 11 } });
    expect((document.steps as { nodeId: string }[]).map(({ nodeId }) => nodeId)).toEqual(["long", "count", "out"]);
  });

  test.each([
    ["two parts", ["--to", "count", "--from", "count"], "--to, --from and --only exclude one another."],
    ["no folder", ["--from", "count"], "name its folder, --with folder."],
    ["a folder without a part", ["--with", folder], "--with goes with --from or --only"],
    ["a folder that is none", ["--from", "count", "--with", join(folder, "nowhere")], "cannot be read: there is none."],
    ["a pin of another kind", ["--pin", "count.result=many"], 'is of kind number, and "many" is not.'],
    ["a pin of no output", ["--pin", "count.sum=1"], '"count" has no output "sum". Its outputs: result.'],
    ["a pin of no node", ["--pin", "nobody.sum=1"], 'no node "nobody" that can be pinned.'],
    ["a pin without a value", ["--pin", "count"], "must be node.port=value or node.port=@file."],
  ])("%s ends with 2 and a sentence", async (_, args, sentence) => {
    const { code, stderr } = await patchbay("run", file, ...args);

    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test("a recorded run that lacks the value says which, and how to get it", async () => {
    const recorded = join(folder, "recorded-part");
    await patchbay("run", file, "--to", "words", "--record", recorded);
    const { code, stderr } = await patchbay("run", file, "--from", "count", "--with", recorded);

    expect(code).toBe(2);
    expect(stderr).toContain(
      'long: No earlier run has a value of "Result" from "Evaluate". Run up to "Evaluate" first',
    );
  });
});
