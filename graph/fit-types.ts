import { describeShape, describeType } from "./describe-type.ts";
import type { Dim, Dtype, PortType } from "./kinds.ts";

/** What one node has learnt of its type variables and shape symbols from the inputs seen so far. */
export type Bindings = { variables: Map<string, PortType>; symbols: Map<string, number> };

export function createBindings(): Bindings {
  return { variables: new Map(), symbols: new Map() };
}

/** These hold plain JSON already, so a json port takes them as they are. */
const jsonLike = new Set(["number", "text", "boolean"]);

/**
 * Whether a value of type `from` may enter a port of type `to`. Null when it may, else the reason as the second half of a
 * sentence ("needs …, gets …"). What is only known at run time (unknown dims, outer symbols, `any`) fits.
 * Binds the port's variables and symbols as it goes; bindings of a refused type are not undone.
 */
export function fitTypes(from: PortType, to: PortType, bindings: Bindings = createBindings()): string | null {
  if (to.kind === "any") return fitVariable(from, to, bindings);
  if (from.kind === "any") return null;
  if (from.kind !== to.kind) return to.kind === "json" && jsonLike.has(from.kind) ? null : needsGets(from, to);
  if (from.kind === "tensor" && to.kind === "tensor") return fitTensors(from, to, bindings);
  if (from.kind === "image" && to.kind === "image") {
    const differ = to.channels !== undefined && from.channels !== undefined && to.channels !== from.channels;
    return differ ? needsGets(from, to) : null;
  }
  if (from.kind === "table" && to.kind === "table") {
    if (!to.columns || !from.columns) return null;
    const present = new Set(from.columns.map(({ name }) => name));
    const missing = to.columns.filter(({ name }) => !present.has(name)).map(({ name }) => `"${name}"`);
    return missing.length > 0 ? `needs the columns ${missing.join(", ")}, which the table lacks` : null;
  }
  return null;
}

function fitVariable(from: PortType, to: { kind: "any"; variable?: string }, { variables }: Bindings): string | null {
  if (to.variable === undefined || from.kind === "any") return null;
  const bound = variables.get(to.variable);
  if (!bound) variables.set(to.variable, from);
  else if (bound.kind !== "any" && bound.kind !== from.kind) {
    return `needs ${describeType(bound)}, as on its other inputs, gets ${describeType(from)}`;
  }
  return null;
}

function fitTensors(
  from: { dtype?: Dtype | readonly Dtype[]; shape?: readonly Dim[] },
  to: { dtype?: Dtype | readonly Dtype[]; shape?: readonly Dim[] },
  bindings: Bindings,
): string | null {
  const refusal = needsGets({ kind: "tensor", ...from }, { kind: "tensor", ...to });
  if (from.dtype !== undefined && to.dtype !== undefined) {
    const accepted = new Set(dtypesOf(to.dtype));
    if (!dtypesOf(from.dtype).some((dtype) => accepted.has(dtype))) return refusal;
  }
  if (!from.shape || !to.shape) return null;
  if (from.shape.length !== to.shape.length) return refusal;
  for (const [axis, wanted] of to.shape.entries()) {
    const given = from.shape[axis];
    if (typeof given !== "number" || wanted === null) continue;
    if (typeof wanted === "number") {
      if (wanted !== given) return refusal;
      continue;
    }
    const bound = bindings.symbols.get(wanted);
    if (bound === undefined) bindings.symbols.set(wanted, given);
    else if (bound !== given) {
      return `needs "${wanted}" to be ${bound}, as on its other inputs, gets ${describeShape(from.shape)}`;
    }
  }
  return null;
}

/** The type of an output once the inputs are known: variables replaced, symbols as far as they are bound. */
export function resolveType(type: PortType, { variables, symbols }: Bindings): PortType {
  if (type.kind === "any") return (type.variable !== undefined && variables.get(type.variable)) || type;
  if (type.kind !== "tensor" || !type.shape) return type;
  return { ...type, shape: type.shape.map((dim) => (typeof dim === "string" ? (symbols.get(dim) ?? dim) : dim)) };
}

function dtypesOf(dtype: Dtype | readonly Dtype[]): readonly Dtype[] {
  return typeof dtype === "string" ? [dtype] : dtype;
}

function needsGets(from: PortType, to: PortType): string {
  return `needs ${describeType(to)}, gets ${describeType(from)}`;
}
