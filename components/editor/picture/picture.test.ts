import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinds } from "#graph/kinds";
import { frameColours } from "#graph/schema";
import { drawScene } from "./draw-scene.ts";
import { ellipsis, wrap } from "./fit-text.ts";
import { withWorkflow, workflowOfPng } from "./png-workflow.ts";
import type { Scene, Theme } from "./scene.ts";
import { workflowOfSvg } from "./svg-workflow.ts";

const anyText = fc.string({ unit: "grapheme", maxLength: 60 });
const workflow = fc
  .record({ title: anyText, graph: fc.dictionary(anyText, anyText, { noNullPrototype: true }) })
  .map((file) => JSON.stringify(file));

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** One grey pixel. */
const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
const pixel = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk("IHDR", header),
  chunk("IDAT", deflateSync(Buffer.from([0, 128]))),
  chunk("IEND", Buffer.alloc(0)),
]);

describe("a PNG picture", () => {
  test("gives back the workflow that was put in", () => {
    fc.assert(
      fc.property(workflow, (text) => {
        expect(workflowOfPng(withWorkflow(pixel, text))).toBe(text);
      }),
    );
  });

  test("stays a PNG file: each chunk has its length and its checksum, and the end is last", () => {
    const bytes = Buffer.from(withWorkflow(pixel, '{"title":"Grüße"}'));

    const types: string[] = [];
    for (let at = 8; at < bytes.length;) {
      const length = bytes.readUInt32BE(at);
      const body = bytes.subarray(at + 4, at + 8 + length);
      expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
      types.push(body.subarray(0, 4).toString("latin1"));
      at += 12 + length;
    }
    expect(types).toEqual(["IHDR", "IDAT", "iTXt", "IEND"]);
  });

  test("of someone else, a file that is cut off and one that is no picture carry none", () => {
    const own = withWorkflow(pixel, "{}");
    for (let length = 0; length < own.length - 12; length++) {
      expect([null, "{}"]).toContain(workflowOfPng(own.subarray(0, length)));
    }
    expect(workflowOfPng(pixel)).toBeNull();
    expect(workflowOfPng(Buffer.from('{"title":"x"}'))).toBeNull();
  });
});

const theme: Theme = {
  canvas: "rgb(1, 1, 1)",
  node: "rgb(2, 2, 2)",
  note: "rgb(3, 3, 3)",
  sunken: "rgb(4, 4, 4)",
  text: "rgb(5, 5, 5)",
  softText: "rgb(6, 6, 6)",
  border: "rgb(7, 7, 7)",
  strongBorder: "rgb(8, 8, 8)",
  frames: Object.fromEntries(
    frameColours.map((name) => [name, { tint: `${name}-tint`, line: `${name}-line` }]),
  ) as Theme["frames"],
  kinds: Object.fromEntries([...kinds, "any"].map((kind) => [kind, "rgb(9, 9, 9)"])) as Theme["kinds"],
  fontFamily: '"Inter Variable", sans-serif',
  fontFace: "",
};
const measure = (text: string) => text.length * 6;

const sceneWith = (title: string): Scene => ({
  frames: [{ box: { x: -100, y: -50, width: 400, height: 300 }, title, colour: null }],
  notes: [{ box: { x: 0, y: 300, width: 200, height: 80 }, text: `# ${title}` }],
  wires: [{ path: "M0 0L10 10", kind: "image", isList: true }],
  cards: [
    {
      box: { x: 0, y: 0, width: 172, height: 90 },
      title,
      badge: "Muted",
      isDisabled: true,
      icon: "<svg/>",
      inputs: [{ label: title, glyph: "<svg/>", kind: "text", row: 0 }],
      outputs: [],
      fields: [{ label: title, text: title }],
    },
  ],
});

describe("an SVG picture", () => {
  test("gives back the workflow that was put in, whatever titles and texts it shows", () => {
    fc.assert(
      fc.property(workflow, anyText, (text, title) => {
        const { svg } = drawScene(sceneWith(title), { theme, measure, workflow: text });

        expect(workflowOfSvg(svg)).toBe(text);
        // Titles are text, never markup.
        expect(svg.match(/<(?!\/?(svg|metadata|workflow|rect|text|path|g)\b)/g)).toBeNull();
      }),
    );
  });

  test("shows everything, with a margin", () => {
    const { svg, width, height } = drawScene(sceneWith("A"), { theme, measure, workflow: "{}" });

    expect([width, height]).toEqual([480, 510]);
    expect(svg).toContain('viewBox="-140 -90 480 510"');
  });

  test("of someone else carries none", () => {
    expect(workflowOfSvg("<svg xmlns='http://www.w3.org/2000/svg'><workflow>{}</workflow></svg>")).toBeNull();
  });
});

describe("text in a picture", () => {
  test("is cut where there is no room for it, and never wider than that", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 6, max: 200 }), (text, room) => {
        const shown = ellipsis(text, { room, measure });

        expect(measure(shown)).toBeLessThanOrEqual(Math.max(room, measure("…")));
        if (measure(text) <= room) expect(shown).toBe(text);
      }),
    );
  });

  test("of a note is broken between words, without the signs of Markdown", () => {
    expect(wrap("## Try *this*\nPress **Run**: [six](http://x) shapes", { room: 72, measure })).toEqual([
      "Try this",
      "Press Run:",
      "six shapes",
    ]);
  });
});
