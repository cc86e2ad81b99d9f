import type { Kind, PortType } from "../kinds.ts";

export type AnyKind = PortType["kind"];

/** The output of a node in a script. `gives` holds no value: it lets the compiler see what comes out. */
export type OutPort<Gives extends AnyKind = AnyKind> = {
  readonly side: "output";
  readonly node: object;
  readonly port: string;
  readonly gives?: Gives;
};

/** The input of a node in a script. `takes` holds no value: it lets the compiler see what may come in. */
export type InPort<Takes extends AnyKind = AnyKind> = {
  readonly side: "input";
  readonly node: object;
  readonly port: string;
  readonly takes?: (kind: Takes) => void;
};

/** An end by the ids of the document, for what has no node in the script. */
export type NamedEnd = { readonly node: string; readonly port: string };

/** Ports that follow from the params are known by name only when the script runs, so they give and take anything. */
export type Gives<K extends AnyKind> = AnyKind extends K ? "any" : K;
export type Takes<K extends AnyKind> = "any" extends K
  ? AnyKind
  : "json" extends K
    ? K | "any" | "number" | "text" | "boolean"
    : K | "any";

/** Of a port of the definition, or of any where the definition leaves the ports to the params. */
export type KindOf<P> = P extends { type: { kind: infer K extends Kind | "any" } } ? K : AnyKind;
