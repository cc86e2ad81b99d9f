import type { NodeLibrary } from "../define-node.ts";
import { interfaceOf } from "../interface-of.ts";
import { readDocument } from "../read-document.ts";
import { emptyGraph } from "../schema.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode, GraphNote, WorkflowFile } from "../schema.ts";
import type { SubGraph } from "../sub-graphs.ts";
import type { WorkflowRef } from "../workflow-ref.ts";
import { documentText } from "./document-text.ts";
import type { AnyKind, InPort, NamedEnd, OutPort } from "./ports.ts";

export const NOTE_SIZE = [240, 120] as const;

type Place = { id?: string; at?: readonly [x: number, y: number] };
/** What else the file may say of a record, as it says it. */
type Rest<R extends GraphNote | GraphGroup, Said extends keyof R> = Omit<R, "id" | "position" | "size" | Said>;
type Size = readonly [width: number, height: number];
/** Whatever its type: the ports are checked where they are connected. */
type AnyNode = { toRecord: (id: string) => GraphNode };

export type WorkflowBuilder = {
  /** Adds nodes under their ids: `.add({ camera, resize })`. */
  add: (nodes: Readonly<Record<string, AnyNode>>) => WorkflowBuilder;
  /** A wire from an output to an input. Its id counts on from "e1" unless said; `bends` are points that it is led through. */
  connect: <K extends AnyKind>(
    from: OutPort<K> | NamedEnd,
    to: InPort<K> | NamedEnd,
    id?: string,
    bends?: readonly (readonly [x: number, y: number])[],
  ) => WorkflowBuilder;
  /** Markdown on the canvas. */
  note: (text: string, about?: Place & { size?: Size } & Rest<GraphNote, "text">) => WorkflowBuilder;
  /** A titled frame. */
  frame: (title: string, about: Place & { size: Size } & Rest<GraphGroup, "title">) => WorkflowBuilder;
  /** The workflows that its nodes run, by key: an id, or "id@version". Those that they run come along. */
  uses: (workflows: Readonly<Record<string, WorkflowBuilder>>) => WorkflowBuilder;
  /** What the param `workflow` of a node holds that runs this workflow: the newest version unless said. */
  ref: (id: string, version?: number) => WorkflowRef;
  /** @throws Error that says where the workflow cannot be a file. What keeps it from running, `patchbay validate` says. */
  toFile: () => WorkflowFile;
  toJson: () => string;
  /** Writes the JSON to the standard output. */
  print: () => void;
};

/** `$schema` and `description` are kept as they are. */
export function createWorkflow(
  title: string,
  { library, ...about }: { library: NodeLibrary; $schema?: string; description?: string },
): WorkflowBuilder {
  const nodes = new Map<string, AnyNode>();
  const edges = new Map<string, GraphEdge>();
  const notes = new Map<string, GraphNote>();
  const groups = new Map<string, GraphGroup>();
  const used = new Map<string, SubGraph>();
  let isUsing = false;
  const idOf = new Map<object, string>();

  function keep<T>(records: Map<string, T>, { id, record, what }: { id: string; record: T; what: string }): void {
    if (records.has(id)) throw new Error(`"${title}" has two ${what} "${id}". Give one of them another id.`);
    records.set(id, record);
  }
  function endOf(end: OutPort | InPort | NamedEnd): GraphEdge["from"] {
    const { node, port } = end;
    const id = typeof node === "string" ? node : idOf.get(node);
    if (id !== undefined) return { node: id, port };
    throw new Error(`"${title}" connects a port "${port}" of a node that it does not hold. Add the node first.`);
  }
  // Here, and not where a node is added: what is said of it later counts as well.
  const graphOf = (): Graph => ({
    ...emptyGraph,
    nodes: Object.fromEntries([...nodes].map(([id, node]) => [id, node.toRecord(id)])),
    edges: Object.fromEntries(edges),
    notes: Object.fromEntries(notes),
    groups: Object.fromEntries(groups),
  });
  const positionOf = ([x, y]: readonly [number, number] = [0, 0]) => ({ x, y });
  const sizeOf = ([width, height]: Size) => ({ width, height });

  const builder: WorkflowBuilder = {
    add(more) {
      for (const [id, node] of Object.entries(more)) {
        const other = idOf.get(node);
        if (other !== undefined) throw new Error(`"${title}" holds one node twice, as "${other}" and as "${id}".`);
        keep(nodes, { id, record: node, what: "nodes" });
        idOf.set(node, id);
      }
      return builder;
    },
    connect(from, to, id = nextId("e", edges), bends = []) {
      // For the compiler alone an end carries its kind.
      const ends = { from: endOf(from as OutPort), to: endOf(to as InPort) };
      const record = { id, ...ends, ...(bends.length > 0 && { bends: bends.map(positionOf) }) };
      keep(edges, { id, record, what: "edges" });
      return builder;
    },
    note(text, { id = nextId("note", notes), at, size = NOTE_SIZE, ...rest } = {}) {
      const record = { id, text, position: positionOf(at), size: sizeOf(size), ...rest };
      keep(notes, { id, record, what: "notes" });
      return builder;
    },
    frame(words, { id = nextId("frame", groups), at, size, ...rest }) {
      const record = { id, title: words, position: positionOf(at), size: sizeOf(size), ...rest };
      keep(groups, { id, record, what: "frames" });
      return builder;
    },
    uses(workflows) {
      isUsing = true;
      for (const [key, workflow] of Object.entries(workflows)) {
        const { title: words, graph, workflows: further = {} } = workflow.toFile();
        keep(used, { id: key, record: { title: words, graph }, what: "workflows" });
        for (const [name, one] of Object.entries(further)) if (!used.has(name)) used.set(name, one);
      }
      return builder;
    },
    ref: (id, version) => ({ id, version: version ?? null, title, ...interfaceOf(graphOf(), library) }),
    toFile() {
      const document = { ...about, title, graph: graphOf(), ...(isUsing && { workflows: Object.fromEntries(used) }) };
      const read = readDocument(document, library);
      if (read.ok) return read.file;
      throw new Error(`"${title}" is no workflow file: ${read.problems.map(({ message }) => message).join("; ")}.`);
    },
    toJson: () => documentText(builder.toFile()),
    print: () => console.log(builder.toJson().trimEnd()),
  };
  return builder;
}

/** The id that a record gets that names none: "e1", then "e2", and on from what is there. */
export function nextId(prefix: string, known: { readonly size: number; has: (id: string) => boolean }): string {
  for (let n = known.size + 1; ; n++) {
    if (!known.has(`${prefix}${n}`)) return `${prefix}${n}`;
  }
}
