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

  test.each([
    ["digits", "image", [1, 1, 8, 8], "logits"],
    ["shapes-detector", "images", [1, 3, 160, 160], "output0"],
  ])("%s computes what it computes on the processor", async (name, input, shape, output) => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    const data = Float32Array.from({ length: size }, (_, index) => ((index * 7919) % 255) / 255);
    const feeds = { [input]: { dtype: "float32" as const, shape, data } };

    const onProcessor = await store.open({ hash: name, name }, { device: "cpu" });
    const onDevice = await store.open({ hash: name, name }, { device: "auto" });
    const [wanted, given] = [(await onProcessor.run(feeds))[output]!, (await onDevice.run(feeds))[output]!];

    expect(onProcessor.device).toBe("cpu");
    expect(onDevice.device).toMatch(/^webgpu( \+ cpu)?$/);
    const largest = Math.max(...(wanted.data as Float32Array).map(Math.abs));
    const furthest = Math.max(
      ...(wanted.data as Float32Array).map((value, at) => Math.abs(value - Number(given.data[at]))),
    );
    expect(furthest).toBeLessThan(largest * 1e-3);
  });
});
if (!hasVulkan) console.warn("Skipped: WebGPU on SwiftShader needs libvulkan1 and Debian's chromium package.");
