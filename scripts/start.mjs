// npm start: everything for one machine. Works on any Node from 18 on; the work itself is in server/start.
import { ensureInstalled, ensureNode } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
await import("../server/start/start.ts");
