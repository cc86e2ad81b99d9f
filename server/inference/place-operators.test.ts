import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { placeOperators, readPlacements } from "./place-operators.ts";

const modelOf = (name: string) => fileURLToPath(new URL(`../../templates/models/${name}/model.onnx`, import.meta.url));
const line = (text: string) =>
  `2026-01-01 00:00:00.0 [V:onnxruntime:, session_state.cc:1385 VerifyEachNodeIsAssignedToAnEp] ${text}`;

afterEach(() => vi.unstubAllEnvs());

test("operators of both sides are counted, and those of the processor named", () => {
  const log = [
    line("Node placements"),
    line(" Node(s) placed on [CPUExecutionProvider]. Number of nodes: 3"),
    line("  Slice (/Slice)"),
    line("  TopK (/TopK)"),
    line("  Slice (/Slice_1)"),
    line(" Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 2"),
    line("  Conv (/Conv)"),
    line("  Relu (/Relu)"),
  ].join("\n");

  expect(readPlacements(log)).toEqual({
    total: 5,
    onDevice: 2,
    onProcessor: [
      { name: "Slice", count: 2 },
      { name: "TopK", count: 1 },
    ],
  });
});

test("on the processor all operators are the processor's", async () => {
  const placement = await placeOperators(modelOf("wine"), "cpu");

  expect(placement).toMatchObject({ onDevice: 0, onProcessor: [] });
  expect("total" in placement && placement.total).toBeGreaterThan(0);
});

test("a file that is no model is a refusal in a sentence", async () => {
  expect(await placeOperators(fileURLToPath(import.meta.url), "cpu")).toEqual({
    refusal: expect.stringMatching(/\w.*\.$/) as string,
  });
});

test("a model that takes too long to open is a refusal", async () => {
  expect(await placeOperators(modelOf("wine"), "cpu", { timeLimitMs: 1 })).toEqual({
    refusal: "It did not answer within 0.001 s.",
  });
});

// Debian's Chromium brings a Vulkan driver in software, so that the path of WebGPU is exercised without a GPU.
const softwareDriver = "/usr/lib/chromium/vk_swiftshader_icd.json";
const hasVulkan = existsSync("/usr/lib/x86_64-linux-gnu/libvulkan.so.1") && existsSync(softwareDriver);

describe.runIf(hasVulkan)("on WebGPU, with a software Vulkan driver", () => {
  test("what the device lacks is named, and the rest is on the device", async () => {
    vi.stubEnv("VK_DRIVER_FILES", softwareDriver);

    const [detector, wine] = [
      await placeOperators(modelOf("shapes-detector"), "webgpu"),
      await placeOperators(modelOf("wine"), "webgpu"),
    ];

    expect(detector).toMatchObject({ onProcessor: expect.arrayContaining([{ name: "Slice", count: 4 }]) as unknown });
    expect("total" in detector && detector.total - detector.onDevice).toBe(12);
    expect("total" in wine && wine.total === wine.onDevice).toBe(true);
  });
});
if (!hasVulkan) console.warn("Skipped: WebGPU on SwiftShader needs libvulkan1 and Debian's chromium package.");
