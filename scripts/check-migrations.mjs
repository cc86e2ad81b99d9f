// Fails when server/db/schema says something that no migration in drizzle/ does yet.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./bootstrap.mjs";

// The generator wants a folder inside the project; the copy keeps the real one as it is.
const copy = mkdtempSync(path.join(root, ".migrations-"));
try {
  cpSync(path.join(root, "drizzle"), copy, { recursive: true });
  const before = readdirSync(copy, { recursive: true }).length;
  const cli = path.join(root, "node_modules", "drizzle-kit", "bin.cjs");
  const args = [
    cli,
    "generate",
    "--dialect",
    "postgresql",
    "--schema",
    "server/db/schema",
    "--out",
    path.relative(root, copy),
  ];
  execFileSync(process.execPath, args, { cwd: root, stdio: "pipe" });
  if (readdirSync(copy, { recursive: true }).length !== before) {
    console.error("The tables in server/db/schema have changed. Run: npm run db:generate");
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
