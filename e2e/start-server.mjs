// Starts Patchbay as a new user would, on a data folder that is emptied first.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

delete process.env.DATABASE_URL;
rmSync(process.env.PATCHBAY_DATA, { recursive: true, force: true });
// The journey that kills processes looks for them below this one, and nowhere else.
mkdirSync(path.dirname(process.env.PATCHBAY_E2E_PID), { recursive: true });
writeFileSync(process.env.PATCHBAY_E2E_PID, String(process.pid));
await import("../scripts/start.mjs");
