import type { z } from "zod";
import type { AnyNodeDefinition } from "../define-node.ts";
import type { JsonValue } from "../json.ts";
import type { RecordedFlow } from "../recorded-values.ts";
import type { GraphNode, OnError } from "../schema.ts";
import type { Gives, InPort, KindOf, OutPort, Takes } from "./ports.ts";

export type ParamsIn<D extends AnyNodeDefinition> = z.input<D["params"]>;
type InputName<D extends AnyNodeDefinition> = keyof D["inputs"] & string;
type OutputName<D extends AnyNodeDefinition> = (keyof D["outputs"] & string) | "error";

/** A node of a script: its ports, and what else can be said of it. Each setting gives the node itself, so that they chain. */
export type NodeHandle<D extends AnyNodeDefinition = AnyNodeDefinition> = {
  in: <P extends InputName<D>>(port: P) => InPort<Takes<KindOf<D["inputs"][P]>>>;
  /** "error" is there where the node sends its failures out: `.onError({ policy: "port" })`. */
  out: <P extends OutputName<D>>(
    port: P,
  ) => OutPort<P extends keyof D["outputs"] ? Gives<KindOf<D["outputs"][P]>> : "json">;
  titled: (title: string) => NodeHandle<D>;
  /** Its upper left corner on the canvas, in pixels at zoom 1. */
  at: (x: number, y: number) => NodeHandle<D>;
  /** It stays where it is when others are moved or tidied. */
  locked: () => NodeHandle<D>;
  /** It does not run, and what depends on it is skipped. */
  muted: () => NodeHandle<D>;
  /** It does not compute: its outputs give what arrives at its inputs. */
  bypassed: () => NodeHandle<D>;
  onError: (onError: OnError) => NodeHandle<D>;
  retry: (retry: { attempts: number; delayMs: number }) => NodeHandle<D>;
  timeoutMs: (timeoutMs: number) => NodeHandle<D>;
  /** It runs each time, also where its results could be reused. */
  uncached: () => NodeHandle<D>;
  /** The output gives this value in place of what the node would compute. */
  pin: (port: OutputName<D>, value: RecordedFlow) => NodeHandle<D>;
  toRecord: (id: string) => GraphNode;
};

export function createNode<D extends AnyNodeDefinition>(
  { type, version }: Pick<AnyNodeDefinition, "type" | "version">,
  params: Readonly<Record<string, unknown>> = {},
): NodeHandle<D> {
  let position = { x: 0, y: 0 };
  let title: Pick<GraphNode, "title"> = {};
  let settings: Partial<Pick<GraphNode, "locked" | "disabled" | "onError" | "retry" | "timeoutMs" | "cache">> = {};
  const pins: Record<string, RecordedFlow> = {};
  const set = (more: typeof settings) => {
    settings = { ...settings, ...more };
    return handle;
  };
  const handle: NodeHandle<D> = {
    in: (port) => ({ side: "input", node: handle, port }),
    out: (port) => ({ side: "output", node: handle, port }),
    titled(words) {
      title = { title: words };
      return handle;
    },
    at(x, y) {
      position = { x, y };
      return handle;
    },
    locked: () => set({ locked: true }),
    muted: () => set({ disabled: true }),
    bypassed: () => set({ disabled: "bypass" }),
    onError: (onError) => set({ onError }),
    retry: (retry) => set({ retry }),
    timeoutMs: (timeoutMs) => set({ timeoutMs }),
    uncached: () => set({ cache: "off" }),
    pin(port, value) {
      pins[port] = value;
      return handle;
    },
    toRecord: (id) => ({
      id,
      type,
      version,
      ...title,
      position,
      // What is no JSON is refused, with its place, when the workflow becomes a file.
      params: params as Record<string, JsonValue>,
      ...settings,
      ...(Object.keys(pins).length > 0 && { pins: pins as NonNullable<GraphNode["pins"]> }),
    }),
  };
  return handle;
}
