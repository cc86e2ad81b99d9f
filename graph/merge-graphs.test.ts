import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addNode, addNote } from "./commands/add-records.ts";
import { connectPorts } from "./commands/connect-ports.ts";
import { moveRecords } from "./commands/move-records.ts";
import { removeRecords } from "./commands/remove-records.ts";
import { replaceNode } from "./commands/replace-node.ts";
import { renameNode, setParams, updateNode } from "./commands/update-records.ts";
import { describeChange, sentenceOfChange } from "./describe-change.ts";
import { applyChanges, diffGraphs, isMove, patchBetween } from "./diff-graphs.ts";
import type { GraphChange } from "./diff-graphs.ts";
import { graphOf, testLibrary, withParams } from "./graph-for-tests.ts";
import { mergeGraphs, resolveMerge } from "./merge-graphs.ts";
import { applyPatch, invertPatch } from "./patch.ts";
import type { GraphPatch } from "./patch.ts";
import { rebasePatch } from "./rebase-patch.ts";
import type { Graph } from "./schema.ts";

const id = fc.constantFrom("a", "b", "c", "d");
const param = fc.constantFrom("least", "label");
const end = fc.record({ node: id, port: fc.constantFrom("image", "value") });
const position = fc.record({ x: fc.integer({ min: 0, max: 99 }), y: fc.integer({ min: 0, max: 99 }) });
let counter = 0;

/** An edit of a graph of up to four nodes, so that two people meet often. Ids of new wires and notes are new, as in the editor. */
const edit: fc.Arbitrary<(graph: Graph) => GraphPatch> = fc.oneof(
  fc.record({ id, position }).map((node) => (graph: Graph) => {
    return node.id in graph.nodes ? {} : addNode(graph, { ...node, type: "sink", version: 1, params: {} });
  }),
  position.map((at) => (graph: Graph) => {
    const note = { id: `n${counter++}`, text: "Note", position: at, size: { width: 100, height: 50 } };
    return addNote(graph, note);
  }),
  fc.array(id, { maxLength: 2 }).map((ids) => (graph: Graph) => removeRecords(graph, ids)),
  fc.dictionary(id, position).map((positions) => (graph: Graph) => moveRecords(graph, positions)),
  fc.record({ from: end, to: end, index: fc.nat(3) }).map(({ index, ...ends }) => (graph: Graph) => {
    const edgeId = Object.keys(graph.edges)[index];
    const areThere = ends.from.node in graph.nodes && ends.to.node in graph.nodes;
    return areThere && edgeId !== undefined ? connectPorts(graph, { edgeId, ...ends }) : {};
  }),
  fc.record({ from: end, to: end }).map((ends) => (graph: Graph) => {
    const areThere = ends.from.node in graph.nodes && ends.to.node in graph.nodes;
    return areThere ? connectPorts(graph, { edgeId: `w${counter++}`, ...ends }) : {};
  }),
  fc
    .record({ nodeId: id, params: fc.dictionary(param, fc.integer({ min: 0, max: 3 })) })
    .map((change) => (graph: Graph) => setParams(graph, change)),
  fc.record({ nodeId: id, title: fc.constantFrom("One", "Two") }).map((change) => (graph: Graph) => {
    return renameNode(graph, change);
  }),
  id.map((nodeId) => (graph: Graph) => updateNode(graph, { nodeId, changes: { timeoutMs: 5 } })),
  fc.record({ nodeId: id, type: fc.constantFrom("resize", "model") }).map((change) => (graph: Graph) => {
    return replaceNode(graph, testLibrary, change)?.patch ?? {};
  }),
);
const edits = fc.array(edit, { maxLength: 6 });
const start = graphOf("a: camera", "b: resize", "c: threshold", "a.image -> b.image");

function edited(graph: Graph, by: ((graph: Graph) => GraphPatch)[]): Graph {
  return by.reduce((now, make) => applyPatch(now, make(now)), graph);
}

function wordsOf(changes: GraphChange[], ...graphs: Graph[]): string[] {
  return changes.map((change) => {
    const { subject, ...rest } = describeChange(change, { graphs, library: testLibrary });
    return `${subject} ${sentenceOfChange(rest)}`;
  });
}

describe("the difference of two graphs", () => {
  test("applied to the first gives the second, as a list and as a patch", () => {
    fc.assert(
      fc.property(edits, edits, (before, after) => {
        const [from, to] = [edited(start, before), edited(start, after)];
        const patch = patchBetween(from, to);

        expect(applyChanges(from, diffGraphs(from, to))).toEqual(to);
        expect(applyPatch(from, patch)).toEqual(to);
        expect(applyPatch(to, invertPatch(patch))).toEqual(from);
        expect(diffGraphs(to, to)).toEqual([]);
      }),
    );
  });

  test("reads as what a person did, in the words of the form, and knows moves apart", () => {
    const before = withParams(start, "c", { least: 0.5 });
    let after = edited(before, [
      (graph) => setParams(graph, { nodeId: "c", params: { least: 0.7, label: "Cat" } }),
      (graph) => renameNode(graph, { nodeId: "b", title: "Smaller" }),
      (graph) => moveRecords(graph, { a: { x: 50, y: 0 } }),
      (graph) => addNode(graph, { id: "d", type: "sink", version: 1, params: {}, position: { x: 0, y: 0 } }),
    ]);
    after = { ...after, edges: {} };

    const changes = diffGraphs(before, after);

    expect(changes.filter(isMove)).toHaveLength(1);
    expect(
      wordsOf(
        changes.filter((change) => !isMove(change)),
        after,
        before,
      ),
    ).toEqual([
      "Node “Smaller” Title: not set → Smaller",
      "Node “Threshold” At least: 0.5 → 0.7",
      "Node “Threshold” Label: not set → Cat",
      "Node “Sink” added",
      "Wire “Camera → Smaller” removed",
    ]);
  });
});

test("a wire that was moved is said to lead from port to port", () => {
  const moved = { edgeId: "e1", from: { node: "c", port: "number" }, to: { node: "b", port: "image" } };
  const after = edited(start, [(graph) => connectPorts(graph, moved)]);

  expect(wordsOf(diffGraphs(start, after), after, start)).toEqual([
    "Wire “Threshold → Resize” From: Camera, Image → Threshold, Number",
  ]);
});

describe("two people who change the same graph", () => {
  test("keep both what they did where it does not clash, to the param", () => {
    const base = withParams(start, "c", { least: 0.5, label: "Cat" });
    const mine = withParams(base, "c", { least: 0.7, label: "Cat" });
    const theirs = withParams(base, "c", { least: 0.5, label: "Dog" });

    const merge = mergeGraphs(base, { mine, theirs });

    expect(merge.clashes).toEqual([]);
    expect(resolveMerge(merge, {}).nodes.c?.params).toEqual({ least: 0.7, label: "Dog" });
  });

  test("are asked about one param with two values, and get the one that they choose", () => {
    const merge = mergeGraphs(start, {
      mine: withParams(start, "c", { least: 0.7 }),
      theirs: withParams(start, "c", { least: 0.9 }),
    });

    const [clash] = merge.clashes;
    expect(merge.clashes).toHaveLength(1);
    expect(resolveMerge(merge, { [clash!.key]: "mine" }).nodes.c?.params).toEqual({ least: 0.7 });
    expect(resolveMerge(merge, { [clash!.key]: "theirs" }).nodes.c?.params).toEqual({ least: 0.9 });
  });

  test("are asked about a node that one removed and the other went on with; kept, it has its wires again", () => {
    const theirs = edited(start, [(graph) => removeRecords(graph, ["b"])]);
    const merge = mergeGraphs(start, {
      mine: edited(start, [(g) => renameNode(g, { nodeId: "b", title: "Mine" })]),
      theirs,
    });

    const key = merge.clashes[0]!.key;
    const kept = resolveMerge(merge, { [key]: "mine" });
    expect(kept.nodes.b?.title).toBe("Mine");
    expect(Object.keys(kept.edges)).toEqual(["e1"]);
    expect(resolveMerge(merge, { [key]: "theirs" })).toEqual(theirs);
  });

  test("are asked about two wires into one input", () => {
    const wired = (edgeId: string, node: string) =>
      edited(start, [
        (graph) => connectPorts(graph, { edgeId, from: { node, port: "out" }, to: { node: "b", port: "mask" } }),
      ]);
    const merge = mergeGraphs(start, { mine: wired("m", "a"), theirs: wired("t", "c") });

    expect(merge.clashes.map(({ key }) => key)).toEqual(["input/b/mask"]);
    expect(Object.keys(resolveMerge(merge, { "input/b/mask": "theirs" }).edges)).toEqual(["e1", "t"]);
  });

  test("are asked about a wire moved to an input that the other wired too, and about one moved to a node that is gone", () => {
    const base = edited(start, [
      (graph) =>
        connectPorts(graph, { edgeId: "e2", from: { node: "c", port: "out" }, to: { node: "b", port: "mask" } }),
    ]);
    const wired = (edgeId: string, node: string, port: string) =>
      edited(base, [(graph) => connectPorts(graph, { edgeId, from: { node: "a", port: "out" }, to: { node, port } })]);

    const moved = mergeGraphs(base, { mine: wired("e1", "b", "size"), theirs: wired("new", "b", "size") });
    const reused = mergeGraphs(base, { mine: wired("new", "b", "mask"), theirs: wired("e2", "b", "mask") });
    const gone = mergeGraphs(base, {
      mine: wired("e1", "c", "value"),
      theirs: edited(base, [(graph) => removeRecords(graph, ["c"])]),
    });

    expect(moved.clashes.map(({ key }) => key)).toEqual(["input/b/size"]);
    expect(Object.keys(resolveMerge(moved, { "input/b/size": "theirs" }).edges)).toEqual(["e1", "e2", "new"]);
    expect(reused.clashes.map(({ key }) => key)).toEqual(["input/b/mask"]);
    expect(Object.keys(resolveMerge(reused, { "input/b/mask": "theirs" }).edges)).toEqual(["e1", "e2"]);
    expect(gone.clashes.map(({ key }) => key)).toEqual(["nodes/c"]);
    expect(resolveMerge(gone, { "nodes/c": "mine" }).edges.e1?.to.node).toBe("c");
    expect(resolveMerge(gone, { "nodes/c": "theirs" }).edges.e1).toEqual(base.edges.e1);
  });

  test("lose nothing: what is in no clash stands in the result, and one who did nothing gets the other's graph", () => {
    fc.assert(
      fc.property(edits, edits, (one, other) => {
        const [mine, theirs] = [edited(start, one), edited(start, other)];
        const merge = mergeGraphs(start, { mine, theirs });

        const listed = new Set([...merge.mine, ...merge.clashes.flatMap((clash) => clash.mine)]);
        expect(listed.size).toBe(diffGraphs(start, mine).length);
        expect(resolveMerge(mergeGraphs(start, { mine: start, theirs }), {})).toEqual(theirs);
        expect(resolveMerge(mergeGraphs(start, { mine, theirs: start }), {})).toEqual(mine);
        expect(resolveMerge(mergeGraphs(start, { mine, theirs: mine }), {})).toEqual(mine);
        const wires = (changes: GraphChange[]) =>
          changes.flatMap(({ table, kind, id }) => (table === "edges" && kind !== "removed" ? [id] : []));
        const free = [...wires(merge.mine), ...wires(merge.theirs)];
        const kept = merge.clashes.flatMap((clash) => wires(clash.mine));
        expect(Object.keys(resolveMerge(merge, {}).edges)).toEqual(expect.arrayContaining([...free, ...kept]));
        for (const { from, to } of Object.values(resolveMerge(merge, {}).edges)) {
          expect(Object.keys(resolveMerge(merge, {}).nodes)).toEqual(expect.arrayContaining([from.node, to.node]));
        }
      }),
    );
  });

  test("get the same graph whichever of them saves last, where nothing clashes and both moved nothing", () => {
    fc.assert(
      fc.property(edits, edits, (one, other) => {
        const [a, b] = [edited(start, one), edited(start, other)];
        const [first, second] = [
          mergeGraphs(start, { mine: a, theirs: b }),
          mergeGraphs(start, { mine: b, theirs: a }),
        ];
        expect(second.clashes.length).toBe(first.clashes.length);
        fc.pre(first.clashes.length === 0 && !(first.mine.some(isMove) && first.theirs.some(isMove)));

        expect(resolveMerge(first, {})).toEqual(resolveMerge(second, {}));
      }),
    );
  });

  test("end with the same graph, however their edits and saves fall between each other", () => {
    const turn = fc.record({ who: fc.constantFrom(0, 1, 2), edit: fc.option(edit, { nil: null }) });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        let server = { version: 1, graph: start };
        const people = [0, 1, 2].map(() => ({ version: 1, base: start, graph: start }));
        /** As the editor saves: what was saved since is merged in first, then all of it is the next version. */
        const save = (person: (typeof people)[number]) => {
          if (person.version !== server.version) {
            const merge = mergeGraphs(person.base, { mine: person.graph, theirs: server.graph });
            Object.assign(person, { ...server, base: server.graph, graph: resolveMerge(merge, {}) });
          }
          if (diffGraphs(server.graph, person.graph).length === 0) return;
          server = { version: server.version + 1, graph: person.graph };
          Object.assign(person, { version: server.version, base: person.graph });
        };
        for (const { who, edit: make } of turns) {
          const person = people[who]!;
          if (make) person.graph = applyPatch(person.graph, make(person.graph));
          else save(person);
        }

        for (let round = 0; round < 2; round += 1) people.forEach(save);

        for (const person of people) expect(person.graph).toEqual(server.graph);
      }),
    );
  });
});

describe("undo while others work", () => {
  test("takes back one's own change of a record and leaves what someone else changed in it", () => {
    const own = setParams(start, { nodeId: "c", params: { least: 0.7 } });
    const now = edited(applyPatch(start, own), [(g) => setParams(g, { nodeId: "c", params: { label: "Dog" } })]);

    const undone = applyPatch(now, rebasePatch(now, invertPatch(own)));

    expect(undone.nodes.c?.params).toEqual({ label: "Dog" });
  });

  test("leaves a param that someone else has set since", () => {
    const own = setParams(start, { nodeId: "c", params: { least: 0.7 } });
    const now = edited(applyPatch(start, own), [(g) => setParams(g, { nodeId: "c", params: { least: 0.9 } })]);

    expect(applyPatch(now, rebasePatch(now, invertPatch(own)))).toEqual(now);
  });

  test("leaves the wire that someone else drew since, to the same input or to a node of one's own", () => {
    const own = connectPorts(start, {
      edgeId: "m",
      from: { node: "c", port: "out" },
      to: { node: "b", port: "image" },
    });
    const rewired = edited(applyPatch(start, own), [
      (g) => connectPorts(g, { edgeId: "t", from: { node: "a", port: "other" }, to: { node: "b", port: "image" } }),
    ]);
    expect(applyPatch(rewired, rebasePatch(rewired, invertPatch(own)))).toEqual(rewired);

    const node = addNode(start, { id: "d", type: "sink", version: 1, params: {}, position: { x: 0, y: 0 } });
    const used = edited(applyPatch(start, node), [
      (g) => connectPorts(g, { edgeId: "t", from: { node: "c", port: "out" }, to: { node: "d", port: "value" } }),
    ]);
    expect(applyPatch(used, rebasePatch(used, invertPatch(node)))).toEqual(used);
  });

  test("is the plain undo where nobody else did anything, and takes back nothing of others in any case", () => {
    fc.assert(
      fc.property(edit, edits, (make, others) => {
        const own = make(start);
        const after = applyPatch(start, own);
        expect(applyPatch(after, rebasePatch(after, invertPatch(own)))).toEqual(start);

        const now = edited(after, others);
        const undone = applyPatch(now, rebasePatch(now, invertPatch(own)));
        const theirs = diffGraphs(after, now).filter(({ kind, table }) => {
          return kind === "changed" || (kind === "added" && table === "edges");
        });
        expect(diffGraphs(after, undone)).toEqual(expect.arrayContaining(theirs));
      }),
    );
  });
});
