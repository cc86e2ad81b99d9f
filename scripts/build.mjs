// npm run build: the pages, as npm run web and npm start serve them.
import { ensureInstalled, ensureNode, root, run } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
const code = await run(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
  cwd: root,
  env: { ...process.env, NODE_ENV: "production" },
});
if (code !== 0) process.exit(code);
const { finishBuild } = await import("../server/start/build-state.ts");
await finishBuild(root);
