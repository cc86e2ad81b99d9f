import { watchParent } from "./watch-parent.ts";

/** A process that watches its parent, and with the argument "busy" computes for ever. */
watchParent();
if (process.argv[2] === "busy") for (;;);
