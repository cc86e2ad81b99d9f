// npm run web: the pages and the API, from the last build. HOST and PORT as for npm start; DATABASE_URL must be set.
import { ensureInstalled, ensureNode, root, run } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
const { HOST = "127.0.0.1", PORT = "3000" } = process.env;
process.exit(
  await run(process.execPath, ["node_modules/next/dist/bin/next", "start", "-H", HOST, "-p", PORT], { cwd: root }),
);
