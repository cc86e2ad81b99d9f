import type { ValuePlace } from "../runs/values/large/large-url.ts";
import type { ComparedPlace } from "./use-difference.ts";

/** What the address calls a value of one of two runs when it is open in large; null for those of a test, which has no address. */
export function largePlace(place: ComparedPlace, side: "A" | "B"): ValuePlace | null {
  if ("testId" in place) return null;
  return { name: side === "A" ? "a" : "b", path: place.path, port: `${place.nodeId}.${place.port}` };
}
