// Builds the pages as `npm start` would, so that the tests and a following start share one build.
import { fileURLToPath } from "node:url";
import { isBuildStale } from "../server/start/build-state.ts";

if (isBuildStale(fileURLToPath(new URL("..", import.meta.url)))) await import("./build.mjs");
