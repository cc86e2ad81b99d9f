import { expect, test } from "vitest";
import { complete, knownCompletions, questionFor, typingAt, valueCompletion } from "./complete-query.ts";
import { describeQuery } from "./describe-query.ts";
import { onlyTestOf, withOnlyTest } from "./edit-query.ts";
import { parseRunQuery } from "./parse-run-query.ts";

/** The caret stands at "|". */
function typed(marked: string) {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const typing = typingAt(text, caret);
  const names = knownCompletions(typing).map((one) => one.text);
  return {
    typing,
    names,
    question: questionFor(typing),
    choose: (value: string) => {
      const completion = knownCompletions(typing).find((one) => one.text === value) ?? valueCompletion(typing, value);
      const { text: next, caret: at } = complete(text, typing, completion);
      return `${next.slice(0, at)}|${next.slice(at)}`;
    },
  };
}

test("fields are offered at the start of a word, also behind a minus, and the values of a field behind it", () => {
  expect(typed("st|").names).toEqual(["status:", "started:", "steps:"]);
  expect(typed("tag:a -du|").names).toEqual(["duration:"]);
  expect(typed("tag:a |").names[0]).toBe("status:");
  expect(typed("status:f|").names).toEqual(["failed"]);
  expect(typed("status:failed,can|").names).toEqual(["cancelled"]);
  expect(typed("duration:|").names).toContain(">2s");
  expect(typed("-status:|failed").names).toHaveLength(6);
});

test("names that only the server knows are asked for with what is typed of them", () => {
  expect(typed("workflow:dig|").question).toEqual({ field: "workflow", text: "dig" });
  expect(typed('workflow:"Read d|').question).toEqual({ field: "workflow", text: "Read d" });
  expect(typed("input.thr|").question).toEqual({ field: "input", text: "thr" });
  expect(typed('output.label:"|').question).toEqual({ field: "output", port: "label", text: "" });
  expect(typed("computed:dig|").question).toEqual({ field: "model", text: "dig" });
  expect(typed("status:f|").question).toBeNull();
  expect(typed("fr|").question).toBeNull();
});

test("a choice takes the place of what is typed, and the caret goes on behind it", () => {
  expect(typed("st| tag:a").choose("status:")).toBe("status:| tag:a");
  expect(typed("status:f|").choose("failed")).toBe("status:failed |");
  expect(typed("status:f| tag:a").choose("failed")).toBe("status:failed |tag:a");
  expect(typed("workflow:dig|").choose("Read digits")).toBe('workflow:"Read digits" |');
  expect(typed("output.la|").choose("label")).toBe("output.label:|");
  expect(typed("output.label:|").choose("7")).toBe('output.label:"7" |');
  expect(typed("output.label:|").choose("")).toBe('output.label:"" |');
  expect(typed("inp|").choose("input.")).toBe("input.|");
});

test("a quick filter changes its own clause and leaves the rest as it was typed", () => {
  const failed = { kind: "choice", value: "failed" } as const;
  expect(withOnlyTest('tag:a  status:queued,waiting  "x y"', "status", failed)).toBe('tag:a "x y" status:failed');
  expect(withOnlyTest("status:failed", "status", null)).toBe("");
  expect(withOnlyTest("stauts:x", "status", failed)).toBe("stauts:x status:failed");
  expect(onlyTestOf("status:failed tag:a", "status")).toEqual(failed);
  expect(onlyTestOf("-status:failed", "status")).toBeNull();
  expect(onlyTestOf("status:failed,queued", "status")).toBeNull();
});

test("a query is read out in words", () => {
  const text =
    'status:failed,queued -duration:>2s person:me trigger:api started:<7d started:>=2026-11-01 cached:50% model:digits@3 output.label:"7" "of memory" workflow:="Read digits" -computed:=digits@3';
  expect(describeQuery(parseRunQuery(text).query)).toEqual([
    "status is failed or queued",
    "duration is not more than 2 s",
    "started by you",
    "started from the API",
    "started in the last 1 w",
    "started on or after 2026-11-01",
    "share of reused steps is 50 %",
    "model is “digits” version 3",
    "output “label” is “7”",
    "holds “of memory”",
    "workflow holds exactly “Read digits”",
    "a model that computed is not exactly “digits” version 3",
  ]);
});
