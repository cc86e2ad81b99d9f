import { expect, test } from "vitest";
import type { JsonObject } from "../../graph/json.ts";
import { devicesIn } from "./devices-in.ts";
import { placeRun, planEngines } from "./plan-engines.ts";

test("a machine without accelerators has one engine with all its threads", () => {
  expect(planEngines(["cpu"], 8)).toEqual([{ devices: ["cpu"], threads: 8 }]);
  expect(planEngines([], 8)).toEqual([{ devices: ["cpu"], threads: 8 }]);
});

test("a driver in software stays with the processor, for nodes that name it", () => {
  expect(planEngines(["cpu", "webgpu"], 2)).toEqual([{ devices: ["cpu", "webgpu"], threads: 2 }]);
});

test("each card has an engine, and so has the processor", () => {
  expect(planEngines(["cuda", "cuda:1", "webgpu", "cpu", "tensorrt"], 16)).toEqual([
    { devices: ["cuda", "webgpu", "cpu", "tensorrt"], threads: 1 },
    { devices: ["cuda:1", "cpu"], threads: 1 },
    { devices: ["cpu"], threads: 14 },
  ]);
});

test("a card that is reached by WebGPU alone has an engine, and threads never run out", () => {
  expect(planEngines(["webgpu", "cpu"], 1)).toEqual([
    { devices: ["webgpu", "cpu"], threads: 1 },
    { devices: ["cpu"], threads: 1 },
  ]);
});

const engines = (...runs: number[]) =>
  [["cuda", "webgpu", "cpu"], ["cuda:1", "cpu"], ["cpu"]].map((devices, index) => ({
    devices,
    runs: runs[index] ?? 0,
  }));

test("a run without models leaves the cards free, and one with models on auto takes the card with fewer runs", () => {
  expect(placeRun(engines(), { named: [], hasAuto: false })).toBe(2);
  expect(placeRun(engines(3, 1, 0), { named: [], hasAuto: true })).toBe(1);
  expect(placeRun(engines(1, 1, 0), { named: [], hasAuto: true })).toBe(0);
});

test("a run goes where all the devices are that its nodes name", () => {
  expect(placeRun(engines(9, 0, 0), { named: ["webgpu"], hasAuto: false })).toBe(0);
  expect(placeRun(engines(9, 0, 0), { named: ["cuda"], hasAuto: true })).toBe(1);
  expect(placeRun(engines(0, 0, 9), { named: ["cpu"], hasAuto: false })).toBe(2);
});

test("an engine that is being started again is passed over while another could do it", () => {
  expect(placeRun(engines(Infinity, 5, 0), { named: ["cuda"], hasAuto: false })).toBe(1);
  expect(placeRun(engines(Infinity, 5, 0), { named: ["webgpu"], hasAuto: false })).toBe(0);
});

test("what a graph asks for is read from its model nodes alone, and disabled ones ask for nothing", () => {
  const node = (id: string, type: string, params: JsonObject, more = {}) => ({
    [id]: { id, type, version: 1, position: { x: 0, y: 0 }, params, ...more },
  });

  const nodes = {
    ...node("a", "run-model", { device: "webgpu" }),
    ...node("b", "classify-image", {}),
    ...node("c", "text-template", { device: "dml" }),
    ...node("d", "run-model", { device: "cuda" }, { disabled: true as const }),
  };

  expect(devicesIn({ nodes })).toEqual({ named: ["webgpu"], hasAuto: true });
  expect(devicesIn({ nodes: node("c", "text-template", {}) })).toEqual({ named: [], hasAuto: false });
});
