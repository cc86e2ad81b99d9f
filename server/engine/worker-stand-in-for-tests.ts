import { countingLoop } from "../inference/onnx/hostile-models-for-tests.ts";
import { openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";

/** A process with an engine that computes for ever: prints the engine's process id once it does. */
const lab = await openTestPool();
const ref = await lab.putModel(countingLoop(2n ** 63n - 1n));
const run = lab.start(
  workflow({ t: tensorInput("float32", [1], [1]), m: { type: "run-model", params: { model: ref } } }, "t.value -> m.x"),
);
await run.until("step.started", "m");
console.log(lab.pool.engines()[0]!.pid);
