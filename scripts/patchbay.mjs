#!/usr/bin/env node
// npm run -s patchbay -- …: the command line, without a database. The work itself is in server/cli.
import { ensureInstalled, ensureNode } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled({ quiet: process.argv.includes("--json") });
await import("../server/cli/main.ts");
