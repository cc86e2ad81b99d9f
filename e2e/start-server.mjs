// Starts Patchbay as a new user would, on a data folder that is emptied first.
import { rmSync } from "node:fs";

delete process.env.DATABASE_URL;
rmSync(process.env.PATCHBAY_DATA, { recursive: true, force: true });
await import("../scripts/start.mjs");
