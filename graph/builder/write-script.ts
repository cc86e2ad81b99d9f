import type { NodeLibrary } from "../define-node.ts";
import { interfaceOf } from "../interface-of.ts";
import type { JsonValue } from "../json.ts";
import type { Graph, GraphNode, WorkflowFile } from "../schema.ts";
import { bodyNodes, subGraphKey } from "../sub-graphs.ts";
import type { SubGraph } from "../sub-graphs.ts";
import { titleOf } from "../title-of.ts";
import { createNamer } from "./choose-names.ts";
import { NOTE_SIZE, nextId } from "./workflow-builder.ts";
import { LINE_WIDTH, writeKey, writeLiteral, writeQuoted, writeText } from "./write-literal.ts";

/** Calls in one statement: compilers go as deep as a chain is long. */
const MAX_CHAIN = 400;

type Scope = {
  library: NodeLibrary;
  /** Constants of the workflows that are built before, by key, with what they are. */
  built: ReadonlyMap<string, { name: string; sub: SubGraph }>;
  isForeign: (node: GraphNode) => boolean;
  indent: number;
};

/**
 * A TypeScript program with the builder that gives the document again, byte for byte. It names nodes after their ids where
 * somebody chose them, else after their titles, and says nothing that the builder does by itself.
 */
export function writeScript(file: WorkflowFile, library: NodeLibrary): string {
  const name = createNamer();
  const isForeign = ({ type, version }: GraphNode) =>
    !Object.hasOwn(library, type) || library[type]!.version !== version;
  const built = new Map<string, { name: string; sub: SubGraph }>();
  const parts: string[] = [];
  for (const [key, sub] of inOrderOfUse(file.workflows ?? {}, library)) {
    const constant = name({ id: key, words: [sub.title] });
    const inner: Scope = { library, built: new Map(built), isForeign, indent: 2 };
    const { nodes, flow } = writeGraph(sub.graph, { head: `workflow(${writeQuoted(sub.title)})`, scope: inner });
    parts.push(`const ${constant} = (() => {\n${[...nodes, ...flow, "  return flow;"].join("\n")}\n})();`);
    built.set(key, { name: constant, sub });
  }

  const { $schema, description } = file;
  const about = { ...($schema !== undefined && { $schema }), ...(description !== undefined && { description }) };
  const head = `workflow(${writeQuoted(file.title)}${Object.keys(about).length > 0 ? `, ${writeLiteral(about, { column: 40 })}` : ""})`;
  const uses = file.workflows && writeUses(Object.keys(file.workflows), built);
  const main = writeGraph(file.graph, { head, uses, scope: { library, built, isForeign, indent: 0 } });
  if (main.nodes.length > 0) parts.push(main.nodes.join("\n"));
  parts.push(main.flow.join("\n"));

  const nodes = [file, ...Object.values(file.workflows ?? {})].flatMap(({ graph }) => Object.values(graph.nodes));
  const imports = [
    nodes.some(isForeign) && "foreignNode",
    nodes.some((node) => !isForeign(node)) && "node",
    "workflow",
  ].filter(Boolean);
  return [
    `import { ${imports.join(", ")} } from "patchbay/builder";`,
    ...parts,
    "export default flow;\nif (import.meta.main) flow.print();\n",
  ].join("\n\n");
}

function writeGraph(
  graph: Graph,
  { head, uses, scope }: { head: string; uses?: string | undefined; scope: Scope },
): { nodes: string[]; flow: string[] } {
  const { library, indent } = scope;
  const pad = " ".repeat(indent);
  const link = `\n${pad}  `;
  const name = createNamer([...scope.built.values()].map((one) => one.name));
  const constants = new Map(
    Object.values(graph.nodes).map((node) => {
      const type = Object.hasOwn(library, node.type) ? library[node.type]!.title : node.type;
      return [node.id, name({ id: node.id, words: [titleOf(node, library), type, "node"] })] as const;
    }),
  );
  const nodes = Object.values(graph.nodes).map((node) => writeNode(node, { name: constants.get(node.id)!, scope }));

  const calls: string[] = [];
  if (uses !== undefined) calls.push(uses);
  const added = [...constants].map(([id, constant]) => (id === constant ? id : `${writeKey(id)}: ${constant}`));
  if (added.length > 0) calls.push(`.add(${inBraces(added, indent + 2)})`);
  const known = new Map<string, unknown>();
  for (const { id, from, to, bends } of Object.values(graph.edges)) {
    const ends = [writeEnd(from, "out", constants), writeEnd(to, "in", constants)];
    if (bends || id !== nextId("e", known)) ends.push(writeQuoted(id));
    if (bends)
      ends.push(
        writeLiteral(
          bends.map(({ x, y }) => [x, y]),
          { indent: indent + 2 },
        ),
      );
    calls.push(`.connect(${ends.join(", ")})`);
    known.set(id, true);
  }
  known.clear();
  for (const { id, title, position, size, ...rest } of Object.values(graph.groups)) {
    const place = { ...placeOf({ id: id === nextId("frame", known) ? null : id, position, size }), ...rest };
    calls.push(`.frame(${writeQuoted(title)}, ${writeLiteral(place, { indent: indent + 2, column: LINE_WIDTH / 2 })})`);
    known.set(id, true);
  }
  known.clear();
  for (const { id, text, position, size, ...rest } of Object.values(graph.notes)) {
    const isUsual = size.width === NOTE_SIZE[0] && size.height === NOTE_SIZE[1];
    const place = {
      ...placeOf({ id: id === nextId("note", known) ? null : id, position, size: isUsual ? null : size }),
      ...rest,
    };
    const words = [writeText(text)];
    if (Object.keys(place).length > 0) words.push(writeLiteral(place, { indent: indent + 4 }));
    const isBlock = words.length > 1 && words[0]!.includes("\n");
    calls.push(isBlock ? `.note(${link}  ${words.join(`,${link}  `)},${link})` : `.note(${words.join(", ")})`);
    known.set(id, true);
  }
  const flow = [head, ...Array.from({ length: Math.floor(calls.length / MAX_CHAIN) }, () => "flow")].map(
    (start, part) => {
      const links = calls.slice(part * MAX_CHAIN, (part + 1) * MAX_CHAIN).map((call) => link + call);
      return links.length > 0 || part === 0
        ? `${pad}${part === 0 ? "const flow = " : ""}${start}${links.join("")};`
        : "";
    },
  );
  return { nodes, flow: flow.filter(Boolean) };
}

function writeNode(node: GraphNode, { name, scope }: { name: string; scope: Scope }): string {
  const { indent } = scope;
  const pad = " ".repeat(indent);
  const begin = `${pad}const ${name} = `;
  const type = writeQuoted(node.type);
  const what = scope.isForeign(node) ? `foreignNode(${type}, ${node.version}` : `node(${type}`;
  const calls = settingsOf(node);
  const tail = calls.join("");
  const first = writeParams(node, { scope, column: begin.length + what.length + 2 });
  const line = `${begin}${what}${first})${tail};`;
  if (!line.includes("\n") && line.length <= LINE_WIDTH) return line;
  const breaks = calls.length > 1 || !first.includes("\n");
  return `${begin}${what}${first})${calls.map((call) => (breaks ? `\n${pad}  ${call}` : call)).join("")};`;
}

function writeParams(node: GraphNode, { scope, column }: { scope: Scope; column: number }): string {
  if (Object.keys(node.params).length === 0) return "";
  const ref = refOf(node, scope);
  if (ref === null) return `, ${writeLiteral(node.params, { indent: scope.indent, column })}`;
  const pad = " ".repeat(scope.indent + 2);
  const fields = Object.entries(node.params).map(([key, value]) =>
    key === "workflow" ? `workflow: ${ref}` : `${writeKey(key)}: ${writeLiteral(value, { indent: pad.length })}`,
  );
  return `, ${inBraces(fields, scope.indent)}`;
}

/** How the script says which workflow the node runs, where that gives the very same param. */
function refOf(node: GraphNode, { built, library }: Scope): string | null {
  const [body] = bodyNodes({ nodes: { [node.id]: node } } as unknown as Graph, library);
  const found = body && built.get(subGraphKey(body.ref));
  if (!found) return null;
  const { id, version } = body.ref;
  const given = { id, version, title: found.sub.title, ...interfaceOf(found.sub.graph, library) };
  if (JSON.stringify(given) !== JSON.stringify(node.params.workflow)) return null;
  return `${found.name}.ref(${writeQuoted(id)}${version === null ? "" : `, ${version}`})`;
}

const disabledCalls = { true: ".muted()", bypass: ".bypassed()" } satisfies Record<
  `${NonNullable<GraphNode["disabled"]>}`,
  string
>;

function settingsOf(node: GraphNode): string[] {
  const { id: _id, type: _type, version: _version, params: _params, ...settings } = node;
  const { title, position, locked, disabled, onError, retry, timeoutMs, cache, pins = {}, ...others } = settings;
  // A setting that is new in the file needs its words here.
  others satisfies Record<never, never> & { [name: string]: never };
  const value = (given: unknown) => writeLiteral(given as JsonValue, { indent: 2, column: 12 });
  return [
    title !== undefined && `.titled(${writeQuoted(title)})`,
    (position.x !== 0 || position.y !== 0) && `.at(${position.x}, ${position.y})`,
    locked && ".locked()",
    disabled && disabledCalls[`${disabled}`],
    onError && `.onError(${value(onError)})`,
    retry && `.retry(${value(retry)})`,
    timeoutMs !== undefined && `.timeoutMs(${timeoutMs})`,
    cache && ".uncached()",
    ...Object.entries(pins).map(([port, pin]) => `.pin(${writeQuoted(port)}, ${value(pin)})`),
  ].filter((call) => typeof call === "string");
}

type Place = { position: GraphNode["position"]; size: { width: number; height: number } | null; id: string | null };

function placeOf({ id, position: { x, y }, size }: Place) {
  return {
    ...(id !== null && { id }),
    ...((x !== 0 || y !== 0) && { at: [x, y] }),
    ...(size && { size: [size.width, size.height] }),
  };
}

function writeEnd(
  { node, port }: { node: string; port: string },
  side: "in" | "out",
  constants: ReadonlyMap<string, string>,
): string {
  const constant = constants.get(node);
  return constant === undefined ? writeLiteral({ node, port }) : `${constant}.${side}(${writeQuoted(port)})`;
}

function writeUses(keys: readonly string[], built: Scope["built"]): string {
  const fields = keys.map((key) => {
    const { name } = built.get(key)!;
    return key === name ? name : `${writeKey(key)}: ${name}`;
  });
  return `.uses(${inBraces(fields, 2)})`;
}

function inBraces(fields: readonly string[], indent: number): string {
  const line = `{ ${fields.join(", ")} }`;
  if (fields.length === 0) return "{}";
  if (!line.includes("\n") && indent + line.length + 8 <= LINE_WIDTH) return line;
  const pad = " ".repeat(indent);
  return `{\n${fields.map((field) => `${pad}  ${field},`).join("\n")}\n${pad}}`;
}

/** Each after those that it runs, as far as they do not run one another. */
function inOrderOfUse(workflows: Readonly<Record<string, SubGraph>>, library: NodeLibrary): [string, SubGraph][] {
  const ordered = new Map<string, SubGraph>();
  const begun = new Set<string>();
  const visit = (key: string) => {
    if (begun.has(key) || !Object.hasOwn(workflows, key)) return;
    begun.add(key);
    for (const { ref } of bodyNodes(workflows[key]!.graph, library)) visit(subGraphKey(ref));
    ordered.set(key, workflows[key]!);
  };
  for (const key of Object.keys(workflows)) visit(key);
  return [...ordered];
}
