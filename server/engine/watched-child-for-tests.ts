import { writeSync } from "node:fs";
import { watchParent } from "./watch-parent.ts";

/**
 * A process that watches its parent. With the argument "busy" it computes for ever; with "talk" it says so many lines on
 * stderr as native code does, past Node.
 */
watchParent();
const [what, lines] = process.argv.slice(2);
if (what === "busy") for (;;);
for (let line = 0; line < Number(lines ?? 0); line++) writeSync(2, "what a runtime logs\n");
