import { expect, test } from "vitest";
import type { TensorSignature } from "#graph/values";
import { curlInfer, grpcHost, inferAddress, tritonInfer } from "./infer-snippets.ts";

const inputs: TensorSignature[] = [
  { name: "features", dtype: "float32", shape: ["batch", 3] },
  { name: "picture", dtype: "uint8", shape: [1, 3, 64, 64] },
];
const outputs: TensorSignature[] = [{ name: "label", dtype: "int64", shape: ["batch"] }];
const origin = "https://patchbay.example:3000";

test("the address is on the host of the page and the port of the worker", () => {
  expect(inferAddress({ origin, name: "wine", port: 8000 })).toBe("http://patchbay.example:8000/v2/models/wine/infer");
  expect(inferAddress({ origin, name: "wine", port: 0 })).toContain("patchbay.example:<port>");
  expect(inferAddress({ origin, name: "wine", port: null })).toBeNull();
  expect(grpcHost({ origin, port: 8001 })).toBe("patchbay.example:8001");
  expect(grpcHost({ origin, port: null })).toBeNull();
});

test("the request of curl is JSON of the protocol; what is long is left to fill in", () => {
  const snippet = curlInfer({ address: "http://localhost:8000/v2/models/wine/infer", inputs });

  const body = JSON.parse(/--json '([^']*)'/.exec(snippet)![1]!) as unknown;
  expect(body).toEqual({
    inputs: [
      { name: "features", shape: [1, 3], datatype: "FP32", data: [0, 0, 0] },
      { name: "picture", shape: [1, 3, 64, 64], datatype: "UINT8", data: ["…"] },
    ],
  });
});

test("the program gives each input its shape and type, and prints each output", () => {
  const program = tritonInfer({ host: "localhost:8001", name: "wine", inputs, outputs });

  expect(program).toContain('triton.InferInput("features", [1, 3], "FP32")');
  expect(program).toContain("np.zeros([1, 3, 64, 64], np.uint8)");
  expect(program).toContain('client.infer("wine", inputs, headers=headers)');
  expect(program).toContain('print(result.as_numpy("label"))');
});
