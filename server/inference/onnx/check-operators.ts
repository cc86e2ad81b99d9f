import { knownOperators, MAX_IR_VERSION, MAX_OPSET } from "./known-operators.ts";
import type { FunctionFacts } from "./read-function.ts";
import { quoted, refuseModel } from "./refuse-model.ts";

export type Opset = { domain: string; version: number };
export type OperatorCount = { name: string; domain: string; count: number };

/** "ai.onnx" is another name of the default domain. */
export const plainDomain = (domain: string): string => (domain === "ai.onnx" ? "" : domain);

/**
 * Refuses versions and operators that ONNX Runtime does not have, by name: at upload, not in the middle of a run.
 *
 * @throws AppError unsupported-op
 */
export function checkOperators({
  irVersion,
  opset,
  operators,
  functions,
}: {
  irVersion: number;
  opset: readonly Opset[];
  operators: readonly OperatorCount[];
  functions: readonly FunctionFacts[];
}): void {
  if (irVersion < 1 || irVersion > MAX_IR_VERSION) {
    throw unsupported(`The model has the IR version ${irVersion}; supported are 1 to ${MAX_IR_VERSION}`);
  }
  const versions = new Map(opset.map(({ domain, version }) => [plainDomain(domain), version]));
  for (const [domain, version] of versions) {
    const newest = MAX_OPSET[domain] ?? 999;
    if (version >= 1 && version <= newest && Number.isSafeInteger(version)) continue;
    throw unsupported(`The model needs opset ${version} of ${domainName(domain)}; supported are 1 to ${newest}`);
  }
  const own = new Set(functions.map(({ domain, name }) => `${domain}\0${name}`));
  for (const { domain, name } of operators) {
    if (own.has(`${domain}\0${name}`)) continue;
    const known = knownOperators[plainDomain(domain)];
    if (known === undefined) {
      throw unsupported(
        `The model uses the operator ${quoted(name)} of ${quoted(domain)}, a library of its own that is not here`,
      );
    }
    if (known && !known.has(name)) {
      throw unsupported(
        `The model uses the operator ${quoted(name)}, which ${domainName(plainDomain(domain))} does not have`,
      );
    }
    if (!versions.has(plainDomain(domain)) && !functions.some((one) => one.opsets.has(plainDomain(domain)))) {
      throw unsupported(
        `The model uses ${quoted(name)} without saying which opset of ${domainName(plainDomain(domain))}`,
      );
    }
  }
}

function domainName(domain: string): string {
  return domain === "" ? "ONNX" : quoted(domain);
}

function unsupported(what: string) {
  return refuseModel("unsupported-op", `${what}. Export the model with standard operators, for opset 17 say.`);
}
