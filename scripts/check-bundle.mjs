// Fails when something of the server has found its way into what browsers load.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./bootstrap.mjs";

const forbidden = ["onnxruntime", "node-postgres", "pg-boss", "@duckdb", "DATABASE_URL", "worker_threads"];
const folder = path.join(root, ".next", "static");
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js"));
if (files.length === 0) {
  console.error(`${folder} holds no scripts. Run: npm run build`);
  process.exit(1);
}
const found = files.flatMap((name) => {
  const text = readFileSync(path.join(folder, name), "utf8");
  return forbidden.filter((word) => text.includes(word)).map((word) => `${name} holds "${word}"`);
});
if (found.length > 0) {
  console.error(`Server code in the browser bundle:\n${found.join("\n")}`);
  process.exit(1);
}
console.log(`${files.length} scripts, none with ${forbidden.join(", ")}`);
