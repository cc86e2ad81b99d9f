import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openModelStore } from "./open-model-store.ts";

// Debian's Chromium brings a Vulkan driver in software, so that the path of WebGPU is exercised without a GPU.
const softwareDriver = "/usr/lib/chromium/vk_swiftshader_icd.json";
const hasVulkan = existsSync("/usr/lib/x86_64-linux-gnu/libvulkan.so.1") && existsSync(softwareDriver);

describe.runIf(hasVulkan)("on WebGPU, with a software Vulkan driver", () => {
  beforeAll(() => void vi.stubEnv("VK_DRIVER_FILES", softwareDriver));
  afterAll(() => void vi.unstubAllEnvs());

  const store = openModelStore({
    threads: 1,
    readModelPath: async (name) => fileURLToPath(new URL(`../../templates/models/${name}/model.onnx`, import.meta.url)),
    devices: () => ["webgpu", "cpu"],
  });
  afterAll(() => store.close());

  test("a model computes what it computes on the processor", async () => {
    const model = { hash: "digits", name: "digits" };
    const data = Float32Array.from({ length: 64 }, (_, index) => ((index * 7919) % 255) / 255);
    const feeds = { image: { dtype: "float32" as const, shape: [1, 1, 8, 8], data } };

    const onProcessor = await store.open(model, { device: "cpu" });
    const onDevice = await store.open(model, { device: "auto" });
    const [wanted, given] = [(await onProcessor.run(feeds)).logits!, (await onDevice.run(feeds)).logits!];

    expect(onProcessor.device).toBe("cpu");
    expect(onDevice.device).toMatch(/^webgpu( \+ cpu)?$/);
    const distances = Array.from(wanted.data as Float32Array, (value, at) => Math.abs(value - Number(given.data[at])));
    expect(Math.max(...distances)).toBeLessThan(1e-3);
  });
});
if (!hasVulkan) console.warn("Skipped: WebGPU on SwiftShader needs libvulkan1 and Debian's chromium package.");
