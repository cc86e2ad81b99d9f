import { existsSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { devicesOf, proveAccelerators } from "./prove-accelerators.ts";

afterEach(() => vi.unstubAllEnvs());

/** However slow the machine is, what answers is heard. */
const PATIENCE_MS = 100_000;

test("the processor is proved everywhere, with a measured product", async () => {
  const reports = await proveAccelerators({ timeLimitMs: PATIENCE_MS });

  expect(reports.at(-1)).toMatchObject({ device: "cpu", available: true });
  expect(reports.at(-1)?.gigaflops).toBeGreaterThan(0);
  for (const { available, reason } of reports) expect(available || Boolean(reason)).toBe(true);
});

test("a device that does not answer in time is not available, and the report says so", async () => {
  const reports = await proveAccelerators({ timeLimitMs: 1 });

  expect(reports.every(({ available, reason }) => !available && /did not answer within/.test(reason ?? ""))).toBe(true);
});

test("auto takes the fastest device that was proved, and TensorRT only when nothing else was", () => {
  const proved = (device: string, gigaflops: number) => ({ device, available: true, gigaflops });

  expect(devicesOf([proved("tensorrt", 9_000), proved("cuda", 8_000), proved("cpu", 50)])).toEqual([
    "cuda",
    "cpu",
    "tensorrt",
  ]);
  expect(devicesOf([proved("webgpu", 0.1), proved("cpu", 50)])).toEqual(["cpu", "webgpu"]);
  expect(devicesOf([{ device: "webgpu", available: false }, proved("cpu", 50)])).toEqual(["cpu"]);
});

// Debian's Chromium brings a Vulkan driver in software, so that the path of WebGPU is exercised without a GPU.
const softwareDriver = "/usr/lib/chromium/vk_swiftshader_icd.json";
const hasVulkan = existsSync("/usr/lib/x86_64-linux-gnu/libvulkan.so.1") && existsSync(softwareDriver);

describe.runIf(hasVulkan)("with a software Vulkan driver", () => {
  test("WebGPU computes the right product without falling back to the processor", async () => {
    vi.stubEnv("VK_DRIVER_FILES", softwareDriver);

    const reports = await proveAccelerators({ timeLimitMs: PATIENCE_MS });

    expect(reports.find(({ device }) => device === "webgpu")).toMatchObject({ available: true });
  });
});
if (!hasVulkan) console.warn("Skipped: WebGPU on SwiftShader needs libvulkan1 and Debian's chromium package.");
