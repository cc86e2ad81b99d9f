import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph } from "#graph/schema";
import type { WorkflowFile } from "#graph/schema";
import { runCommand } from "./run-command.ts";

/** What a shell makes of the command: its arguments, and what it pipes in. */
function inShell(command: string): { args: string[]; piped: string } {
  const script = `npm() { printf '%s\\0' "$@"; printf '\\1'; cat; }\n${command}`;
  const [args = "", piped = ""] = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\u0001");
  return { args: args.split("\0").slice(0, -1), piped };
}

function fileWith(title: string, sample: string): WorkflowFile {
  const who = {
    id: "who",
    type: "workflow-input",
    version: 1,
    position: { x: 0, y: 0 },
    params: { name: "who", kind: "text", sample },
  };
  return { title, graph: { ...emptyGraph, nodes: { who } } };
}

test("a shell pipes in the document and gives each plain input its sample, whatever is in them", () => {
  // No shell takes NUL, and \1 parts the two here.
  const text = fc.string({ unit: "grapheme" }).filter((value) => !/[\0\u0001@]/.test(value));
  fc.assert(
    fc.property(text, text, (title, sample) => {
      const file = fileWith(title, sample);

      const { args, piped } = inShell(runCommand(file));

      expect(args).toEqual(["run", "-s", "patchbay", "--", "run", "-", "--input", `who=${sample}`]);
      expect(JSON.parse(piped)).toEqual(file);
    }),
    { numRuns: 40 },
  );
});

test.each(["a\nWORKFLOW\nrm -rf x", "'; rm x '", "$(rm x)", "`rm x`"])("%j is a text like others", (sample) => {
  const { args, piped } = inShell(runCommand(fileWith("T", sample)));

  expect(args.at(-1)).toBe(`who=${sample}`);
  expect(JSON.parse(piped).graph.nodes.who.params.sample).toBe(sample);
});
