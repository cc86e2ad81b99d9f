import { expect, test } from "vitest";
import { remedyOf } from "./remedy-of.ts";

test("libraries that are not installed come with the command that installs them", () => {
  const reason = "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library";
  expect(remedyOf({ device: "cuda:1", reason })).toContain("npm run accelerators:install");
  expect(remedyOf({ device: "tensorrt", reason })).toContain("npm run accelerators:install");
});

test("what no command mends is left in its own words", () => {
  expect(remedyOf({ device: "webgpu", reason: "Failed to get a WebGPU adapter" })).toBeNull();
  expect(remedyOf({ device: "cuda", reason: "CUDA failure 100: no device" })).toBeNull();
  expect(remedyOf({ device: "cuda" })).toBeNull();
});
