import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { templatesFolder } from "./load-workflow.ts";
import { patchbay, patchbayIn, patchbayJson, scratchFolder, workflowOf, writeScratch } from "./patchbay-for-tests.ts";
import { sharp } from "../images/guarded-sharp.ts";

const folder = scratchFolder();
const dataFolder = scratchFolder();
const sample = (file: string) => join(templatesFolder, "models", file);

/** Gives out what comes in, for each of these inputs. */
function passing(...inputs: { name: string; kind: string; list?: boolean }[]) {
  const nodes = inputs.flatMap(({ name, kind, list = false }) => [
    [`in-${name}`, { type: "workflow-input", params: { name, kind, list } }],
    [`out-${name}`, { type: "workflow-output", params: { name } }],
  ]);
  const edges = inputs.map(({ name }) => `in-${name}.value -> out-${name}.value`);
  return workflowOf(Object.fromEntries(nodes), edges);
}

test("inputs and outputs that were left as they came have their default names and kinds", async () => {
  const nodes = { in: { type: "workflow-input", params: {} }, out: { type: "workflow-output", params: {} } };
  const file = writeScratch(folder, "bare.json", workflowOf(nodes, ["in.value -> out.value"]));

  const { code, document } = await patchbayJson("run", file, "--input", "input=hello");

  expect(code).toBe(0);
  expect(document).toMatchObject({ status: "succeeded", outputs: { result: "hello" } });
});

describe("a template", () => {
  test("gives one JSON document of exactly status, outputs and steps", async () => {
    const { code, document } = await patchbayJson("run", "find-and-count-shapes");

    expect(code).toBe(0);
    expect(Object.keys(document)).toEqual(["status", "outputs", "steps"]);
    expect(document).toMatchObject({
      status: "succeeded",
      outputs: { count: 6, counts: { circle: 3, square: 1, triangle: 1, star: 1 }, picture: { file: null } },
    });
    const steps = document.steps as Record<string, unknown>[];
    expect(steps).toHaveLength(8);
    for (const step of steps) {
      expect(Object.keys(step)).toEqual(["nodeId", "type", "status", "durationMs"]);
      expect(step).toMatchObject({ status: "succeeded", durationMs: expect.any(Number) });
    }
  });

  test("leaves a trace of where its time went, with the operators of its model", async () => {
    const path = join(folder, "trace.json");
    const { code } = await patchbay("run", "read-handwritten-digits", "--trace", path, "--profile");

    const { traceEvents } = JSON.parse(readFileSync(path, "utf8")) as { traceEvents: { ph: string; cat?: string }[] };
    expect(code).toBe(0);
    expect(traceEvents.map(({ cat }) => cat)).toEqual(expect.arrayContaining(["run", "step", "operator"]));
  });

  test("tells a person what it does and what came out", async () => {
    const { code, stdout, stderr } = await patchbay("run", "read-handwritten-digits");

    expect(code).toBe(0);
    expect(stdout).toContain('reading: "0123456789"');
    expect(stdout).toContain("Read handwritten digits: succeeded.");
    expect(stderr).toMatch(/done {5}classify \(\d+ ms\)/);
  });

  test("takes a picture from a file and writes its results into the folder", async () => {
    const out = join(folder, "new", "results");
    const input = `image=@${sample("shapes-detector/samples/scene-5.png")}`;
    const { code, document } = await patchbayJson("run", "find-and-count-shapes", "--input", input, "--out", out);

    expect(code).toBe(0);
    expect(document.outputs).toMatchObject({ count: 3, picture: { file: join(out, "picture.png") } });
    const { width, height, format } = await sharp(join(out, "picture.png")).metadata();
    expect({ width, height, format }).toEqual({ width: 160, height: 160, format: "png" });
  });

  test("takes a list by repetition, in that order", async () => {
    const inputs = [4, 2, 2].map((digit) => `--input=pictures=@${sample(`digits/samples/digit-${digit}.png`)}`);
    const { code, document } = await patchbayJson("run", "read-handwritten-digits", ...inputs);

    expect(code).toBe(0);
    expect(document.outputs).toMatchObject({ reading: "422" });
  });

  test("writes tables and files as CSV", async () => {
    const out = join(folder, "wines");
    const { document } = await patchbayJson("run", "score-wines", "--out", out);

    expect(document.outputs).toMatchObject({
      scored: { rowCount: 54, file: join(out, "scored.csv") },
      counts: { rowCount: 3 },
      file: { name: "scored-wines.csv", file: join(out, "file.csv") },
    });
    expect(readFileSync(join(out, "scored.csv"), "utf8").split("\n")[0]).toMatch(/^alcohol,.*,target,label,/);
    expect(readFileSync(join(out, "file.csv"))).toEqual(readFileSync(join(out, "scored.csv")));
  });
});

describe("a workflow file", () => {
  const plain = writeScratch(
    folder,
    "plain.json",
    passing(
      { name: "who", kind: "text" },
      { name: "size", kind: "number" },
      { name: "is-on", kind: "boolean" },
      { name: "more", kind: "json" },
      { name: "numbers", kind: "number", list: true },
    ),
  );
  const all = ["who=a=b", "size=-1.5e3", "is-on=false", 'more={"a":[1,null]}', "numbers=1", "numbers=2"];
  const inputs = (values: string[]) => values.flatMap((value) => ["--input", value]);

  test("takes texts, numbers, booleans and JSON as they are typed", async () => {
    const { code, document } = await patchbayJson("run", plain, ...inputs(all));

    expect(code).toBe(0);
    expect(document.outputs).toEqual({
      who: "a=b",
      size: -1500,
      "is-on": false,
      more: { a: [1, null] },
      numbers: [1, 2],
    });
  });

  test("takes their content from files, and a whole list as one JSON array", async () => {
    const who = writeScratch(folder, "who.txt", "grüß\nGott");
    const more = writeScratch(folder, "more.json", { b: 2 });
    const given = [`who=@${who}`, "size=1", "is-on=true", `more=@${more}`, "numbers=[3, 4]"];
    const { document } = await patchbayJson("run", plain, ...inputs(given));

    expect(document.outputs).toMatchObject({ who: "grüß\nGott", more: { b: 2 }, numbers: [3, 4] });
  });

  test("writes a tensor as .npy, and results that want one name under two", async () => {
    const file = writeScratch(
      folder,
      "tensor.json",
      passing({ name: "t", kind: "tensor", list: true }, { name: "t-1", kind: "tensor" }),
    );
    const tensor = (data: number[]) => JSON.stringify({ dtype: "float32", shape: [data.length], data });
    const out = join(folder, "tensors");
    const { code, document } = await patchbayJson(
      "run",
      file,
      ...inputs([`t=${tensor([1, 2])}`, `t=${tensor([3])}`, `t-1=${tensor([4, 5, 6])}`]),
      "--out",
      out,
    );

    expect(code).toBe(0);
    expect(document.outputs).toEqual({
      t: [
        { dtype: "float32", shape: [2], file: join(out, "t-1.npy") },
        { dtype: "float32", shape: [1], file: join(out, "t-2.npy") },
      ],
      "t-1": { dtype: "float32", shape: [3], file: join(out, "t-1_2.npy") },
    });
    expect(floatsOf(join(out, "t-1.npy"))).toEqual([1, 2]);
    expect(floatsOf(join(out, "t-1_2.npy"))).toEqual([4, 5, 6]);
  });

  test("that fails ends with 1, the error in its step, and the other branch's results", async () => {
    const file = writeScratch(
      folder,
      "fails.json",
      workflowOf(
        {
          good: { type: "text-template", params: { template: "still here" } },
          kept: { type: "workflow-output", params: { name: "kept" } },
          bad: { type: "evaluate", params: { inputs: [], expression: "nowhere.to.be.found" } },
          lost: { type: "workflow-output", params: { name: "lost" } },
        },
        ["good.text -> kept.value", "bad.result -> lost.value"],
      ),
    );
    const { code, document } = await patchbayJson("run", file);

    expect(code).toBe(1);
    expect(document).toMatchObject({ status: "failed", outputs: { kept: "still here" } });
    const steps = document.steps as Record<string, unknown>[];
    expect(steps.map(({ nodeId, status }) => `${nodeId} ${status}`)).toEqual([
      "good succeeded",
      "kept succeeded",
      "bad failed",
      "lost skipped",
    ]);
    expect(steps[2]!.error).toMatchObject({ kind: "expression-failed", message: expect.stringContaining("nowhere") });
    expect(Object.keys(steps[3]!)).not.toContain("error");
  });

  test("whose input is a broken picture ends with 1 and says which input", async () => {
    const notPng = writeScratch(folder, "not.png", "text");
    const { code, document } = await patchbayJson("run", "segment-shapes", "--input", `image=@${notPng}`);

    expect(code).toBe(1);
    const failed = (document.steps as { status: string; error?: { message: string } }[]).filter(({ error }) => error);
    expect(failed).toHaveLength(1);
    expect(failed[0]!.error!.message).toContain('The input "image" cannot be used');
  });

  test("that names a model which is nowhere ends with 1 and says so", async () => {
    const workflow = JSON.parse(readFileSync(join(templatesFolder, "score-wines/workflow.json"), "utf8"));
    workflow.graph.nodes.predict.params.model.hash = "0".repeat(64);
    const { code, document } = await patchbayJson("run", writeScratch(folder, "no-model.json", workflow));

    expect(code).toBe(1);
    const failed = (document.steps as { nodeId: string; error?: { kind: string } }[]).filter(({ error }) => error);
    expect(failed).toMatchObject([{ nodeId: "predict", error: { kind: "missing-model" } }]);
  });

  test.each([
    ["an unknown input", "plan=1", 'The workflow has no input "plan". Its inputs: "who", "size"'],
    ["a value of another kind", "size=tall", 'The input "size" is of kind number, and "tall" is not.'],
  ])("is not run with %s: 2, and a sentence", async (_, value, sentence) => {
    const { code, stdout, stderr } = await patchbay("run", plain, "--input", value);

    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("    at ");
    expect(stdout).toBe("");
  });

  test("is not run when it has problems: 2, each with its node, and nothing is written", async () => {
    const file = writeScratch(folder, "broken.json", workflowOf({ a: { type: "draw-mask" }, b: { type: "nothing" } }));
    const out = join(folder, "never");
    const { code, document, stderr } = await patchbayJson("run", file, "--out", out);

    expect(code).toBe(2);
    expect(document).toMatchObject({ error: { message: "The workflow cannot run:", problems: expect.any(Array) } });
    expect(stderr).toContain('a: "Image" is not connected.');
    expect(stderr).toContain('b: This Patchbay knows no node type "nothing".');
    expect(existsSync(out)).toBe(false);
  });
});

test.each([
  [
    "an unknown template",
    ["run", "find-and-cuont"],
    'There is no file "find-and-cuont", and no template of that name.',
  ],
  ["a folder", ["run", folder], "is a folder. Name the workflow file in it."],
  [
    "an unknown option",
    ["run", "score-wines", "--ouput", "x"],
    'This command has no option "--ouput". It takes --input, --out, --to, --from, --only, --with, --record, --pin, --secrets, --approve, --timeout, --trace, --archive, --profile, --json, --no-cache.',
  ],
  [
    "another command's option",
    ["validate", "score-wines", "--out", "x"],
    'This command has no option "--out". It takes --json.',
  ],
  ["an option without its value", ["run", "score-wines", "--out"], 'The option "--out" needs a value after it.'],
  ["a switch with a value", ["run", "score-wines", "--json=no"], 'The option "--json" takes no value.'],
  ["no workflow", ["run"], "This command takes a workflow file or the name of a template; none is given."],
  ["two workflows", ["run", "score-wines", "segment-shapes"], "2 are given."],
  [
    "a file in place of the folder",
    ["run", "score-wines", "--out", writeScratch(folder, "taken", "")],
    "cannot be made: a file has that name.",
  ],
  [
    "a folder below a file",
    ["run", "score-wines", "--out", join(process.execPath, "results", "new")],
    "cannot be made: a file has that name.",
  ],
  [
    "a trace in a folder that is not there",
    ["run", "score-wines", "--trace", join(folder, "no", "trace.json")],
    'trace.json" cannot be written: its folder is not there.',
  ],
  [
    "an archive in place of a folder",
    ["run", "score-wines", "--archive", folder],
    "cannot be written: it is a folder.",
  ],
  [
    "an export into a folder that is not there",
    ["export", "score-wines", "--out", join(folder, "no", "wines.json")],
    "wines.json cannot be written: its folder is not there.",
  ],
  ["a device in place of a workflow", ["run", "/dev/null"], '"/dev/null" is no file that can be read as a whole.'],
  ["an unknown command", ["models", "list"], 'There is no command "models list".'],
  ["no command", [], "patchbay run <workflow>"],
])("%s ends with 2 and a sentence", async (_, args, sentence) => {
  const { code, stdout, stderr } = await patchbay(...args);

  expect(code).toBe(2);
  expect(stdout + stderr).toContain(sentence);
  expect(stderr).not.toMatch(/ {4}at | {2}done /);
});

/** The data of a .npy file of float32, after its header. */
function floatsOf(file: string): number[] {
  const bytes = readFileSync(file);
  expect(bytes.toString("latin1", 1, 6)).toBe("NUMPY");
  const data = bytes.subarray(10 + bytes.readUInt16LE(8));
  return Array.from({ length: data.length / 4 }, (_, index) => data.readFloatLE(index * 4));
}

test("with a data folder, the next run takes what costs something from the one before, unless it is told not to", async () => {
  const slow = "[...Array(60000).keys()].reduce((a, b) => (a + b) % 7, 0) * 0 + value";
  const params = { expression: `"ab".repeat(20000) + (${slow})`, inputs: ["value"], output: "text" };
  const nodes = {
    in: { type: "workflow-input", params: { name: "n", kind: "number", sample: 5 } },
    slow: { type: "evaluate", params },
    out: { type: "workflow-output", params: { name: "text" } },
  };
  const file = writeScratch(
    folder,
    "slow.json",
    workflowOf(nodes, ["in.value -> slow.value", "slow.result -> out.value"]),
  );
  const run = async (...args: string[]) => {
    const { code, stdout } = await patchbayIn(dataFolder, "run", file, "--json", ...args);
    const { steps, outputs } = JSON.parse(stdout) as { steps: { nodeId: string; cached?: true }[]; outputs: unknown };
    return { code, outputs, isCached: steps.find(({ nodeId }) => nodeId === "slow")?.cached === true };
  };

  const first = await run();

  expect(first).toMatchObject({ code: 0, isCached: false });
  expect(await run()).toEqual({ ...first, isCached: true });
  expect(await run("--no-cache")).toEqual(first);
  expect((await run("--input", "n=6")).isCached).toBe(false);
});
