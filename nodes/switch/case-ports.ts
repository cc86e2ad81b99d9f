import type { Port } from "#graph/kinds";
import { portNames } from "#graph/port-names";

/** The output port of each case, in order. Ports are named as cases are, as far as an edge can hold the name. */
export function casePorts(cases: readonly string[]): Record<string, Port> {
  const ports = casePortNames(cases);
  return Object.fromEntries(
    cases.map((label, place) => [ports[place]!, { label, type: { kind: "any", variable: "T" } }]),
  );
}

export function casePortNames(cases: readonly string[]): string[] {
  return portNames(
    cases.map((name) => ({ name })),
    ["default"],
  );
}
