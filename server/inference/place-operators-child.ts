import { watchParent } from "../engine/watch-parent.ts";
import { loadOnnxRuntime } from "./load-onnxruntime.ts";
import { providerOf } from "./provider-of.ts";

/**
 * Child process of `placeOperators`: opens the model of its first argument on the device of its second. The runtime says on
 * stderr where it placed each operator; that log is the only place where it does.
 */
watchParent();
const [path = "", device = "cpu"] = process.argv.slice(2);
const { InferenceSession } = await loadOnnxRuntime();
await InferenceSession.create(path, {
  executionProviders: [providerOf(device)],
  // Everything: the placements are in the most talkative level alone.
  logSeverityLevel: 0,
  extra: { session: { intra_op: { allow_spinning: "0" } } },
}).catch((error: unknown) => {
  console.log(JSON.stringify({ refusal: error instanceof Error ? error.message : String(error) }));
});
