import { expect, test } from "vitest";
import type { Detection } from "#graph/values";
import { runNode } from "../run-node-for-tests.ts";
import { filterDetections } from "./definition.ts";
import { runFilterDetections } from "./run.ts";

const things: Detection[] = [
  { x: 0, y: 0, width: 10, height: 10, label: "Circle", classIndex: 0, score: 0.9 },
  { x: 80, y: 0, width: 20, height: 20, label: "star", classIndex: 3, score: 0.6 },
  { x: 40, y: 70, width: 30, height: 30, label: "circle", classIndex: 0, score: 0.4 },
];

async function filter(params: Record<string, unknown>) {
  const detections = { width: 100, height: 100, items: things };
  const { kept, dropped, count } = await runNode(filterDetections, runFilterDetections, {
    inputs: { detections },
    params,
  });
  expect(count).toBe(kept.items.length);
  expect(kept.items.length + dropped.items.length).toBe(things.length);
  expect(kept).toMatchObject({ width: 100, height: 100 });
  return kept.items.map((item) => things.indexOf(item));
}

test.each([
  [{}, [0, 1, 2]],
  [{ labels: ["CIRCLE"] }, [0, 2]],
  [{ labels: ["star", "square"] }, [1]],
  [{ labels: ["nothing"] }, []],
  [{ minScore: 0.6 }, [0, 1]],
  [{ minArea: 400 }, [1, 2]],
  [{ maxArea: 400 }, [0, 1]],
  [{ minArea: 101, maxArea: 899 }, [1]],
  [{ right: 0.5 }, [0]],
  [{ top: 0.5 }, [2]],
  [{ labels: ["circle"], minScore: 0.5 }, [0]],
])("%j keeps %j", async (params, expected) => {
  expect(await filter(params)).toEqual(expected);
});

test.each([
  [{ minArea: 9, maxArea: 4 }, "maxArea"],
  [{ left: 0.6, right: 0.4 }, "right"],
  [{ top: 1, bottom: 1 }, "bottom"],
])("%j is a problem at %s", (params, param) => {
  const problems = filterDetections.checkParams?.(filterDetections.params.parse(params));

  expect(problems?.map((problem) => problem.param)).toEqual([param]);
});
