// npm run accelerators:install: fetches the CUDA and TensorRT libraries of ONNX Runtime, for machines with an NVIDIA card.
// The packages are installed without scripts, so this runs the one that downloads them. It needs network access to NuGet.
import { ensureInstalled, ensureNode, require, run } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
const script = require.resolve("onnxruntime-node/script/install");
const code = await run(process.execPath, [script, "--onnxruntime-node-install=cuda12"], {
  env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: undefined, npm_config_onnxruntime_node_install: undefined },
});
if (code === 0) console.log("Installed. `npm run -s patchbay -- accelerators` shows whether the card answers.");
else console.error("The download failed: see above. ONNX Runtime goes on with the processor and WebGPU.");
process.exit(code);
