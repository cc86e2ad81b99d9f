import type { Page } from "@playwright/test";
import sharp from "sharp";
import type { WorkflowSketch } from "./workflow-files.ts";

/** Files and values that viewers have to bear, and the workflow that hands them on unchanged. */

export const hostileWords = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;

/** Keeps a file as an upload of the form does, and gives the reference by which an input names it. */
export async function keepFile(page: Page, name: string, bytes: Uint8Array) {
  const response = await page.request.post("/api/files", {
    headers: {
      "content-type": "application/octet-stream",
      "x-file-name": encodeURIComponent(name),
      origin: new URL(page.url()).origin,
    },
    data: Buffer.from(bytes),
  });
  if (!response.ok()) throw new Error(`${name} was refused: ${await response.text()}`);
  return (await response.json()) as { hash: string; name: string; mediaType: string; sizeBytes: number };
}

/** A .npy file of elements as they lie in memory. */
export function npyFile(descr: string, shape: number[], elements: ArrayBufferView): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const text = `${head}${" ".repeat(64 - ((11 + head.length) % 64))}\n`;
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  const { buffer, byteOffset, byteLength } = elements;
  return Buffer.concat([prefix, Buffer.from(text, "latin1"), Buffer.from(buffer, byteOffset, byteLength)]);
}

/** A WAV file of one tone, which rises. */
export function wavFile(seconds: number, sampleRate = 16_000): Uint8Array {
  const count = seconds * sampleRate;
  const wav = Buffer.alloc(44 + count * 2);
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(36 + count * 2, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(count * 2, 40);
  for (let index = 0; index < count; index++) {
    const time = index / sampleRate;
    wav.writeInt16LE(
      Math.round(20_000 * Math.sin(2 * Math.PI * (200 + (time * 1_500) / seconds) * time)),
      44 + index * 2,
    );
  }
  return wav;
}

/** 0, 1, 2 … with NaN and both infinities among them. */
function oddTensor(shape: number[]): Uint8Array {
  const elements = Float32Array.from(
    { length: shape.reduce((product, dim) => product * dim, 1) },
    (_, index) => Math.sin(index / 40) * 3,
  );
  elements.set([NaN, Infinity, -Infinity], 5);
  return npyFile("<f4", shape, elements);
}

const manyLines = `Array.from({ length: 9900 }, (_, n) => "line " + n + ": " + "lorem ipsum dolor sit amet ".repeat(3) + "\\n").join("")`;
const oddText = `"a" + String.fromCharCode(0) + "b " + String.fromCharCode(0xd800) + " ${hostileWords.replaceAll('"', "'")}"`;

type Given = [kind: string, sample: unknown, list?: boolean];

/** One input of each kind, straight to an output of its name; or only those that are named. */
export async function everyKind(page: Page, only?: readonly string[]): Promise<WorkflowSketch> {
  const picture = await sharp({ create: { width: 320, height: 200, channels: 3, background: "#3b7dd8" } })
    .composite([
      { input: { create: { width: 60, height: 60, channels: 3, background: "#ffcc00" } }, left: 40, top: 50 },
    ])
    .png()
    .toBuffer();
  const line = await sharp({ create: { width: 20_000, height: 1, channels: 3, background: "#d83b3b" } })
    .png()
    .toBuffer();
  const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#00ff80" } })
    .png()
    .toBuffer();
  const keep = (name: string, bytes: Uint8Array) => keepFile(page, name, bytes);
  const box = (x: number, label: string, classIndex: number, score: number) => ({
    x,
    y: 50,
    width: 60,
    height: 60,
    label,
    classIndex,
    score,
  });
  const values: Record<string, Given> = {
    picture: ["image", await keep("scene.png", picture)],
    boxes: [
      "detections",
      {
        width: 320,
        height: 200,
        items: [box(40, hostileWords, 0, 0.9), box(180, "cat", 1, 0.4), box(250, "cat", 1, 0.2)],
      },
    ],
    points: [
      "keypoints",
      {
        width: 320,
        height: 200,
        points: [
          { x: 70, y: 80, label: "nose", score: 0.9 },
          { x: 200.5, y: 120, label: hostileWords, score: 0.3 },
        ],
      },
    ],
    mask: [
      "mask",
      {
        width: 64,
        height: 40,
        labels: ["background", hostileWords, "cat"],
        data: Array.from({ length: 2_560 }, (_, index) => (index % 64 < 20 ? 1 : index % 64 > 50 ? 2 : 0)),
      },
    ],
    line: ["image", await keep("line.png", line)],
    dot: ["image", await keep("dot.png", dot)],
    tensor: ["tensor", await keep("odd.npy", oddTensor([3, 40, 60]))],
    halves: [
      "tensor",
      await keep("halves.npy", npyFile("<f2", [2, 3], Uint16Array.of(0x3c00, 0x7e00, 0x7c00, 0xfc00, 0, 0x8000))),
    ],
    wide: ["tensor", { dtype: "int64", shape: [2], data: ["9007199254740993", "-9223372036854775808"] }],
    flags: ["tensor", { dtype: "bool", shape: [3], data: [true, false, true] }],
    words: ["tensor", { dtype: "string", shape: [2], data: [hostileWords, "two"] }],
    nothing: ["tensor", { dtype: "float32", shape: [0, 3], data: [] }],
    table: [
      "table",
      await keep(
        "cities.csv",
        Buffer.from(
          `city,n,share\n${Array.from({ length: 3_000 }, (_, n) => `${["Ulm", "Bonn", '"<b>Köln</b>"'][n % 3]},${n},${n % 7 === 0 ? "" : n / 8}`).join("\n")}\n`,
        ),
      ),
    ],
    empty: ["text", ""],
    json: [
      "json",
      { [hostileWords]: [1, { deep: { needle: "here" } }], long: Array.from({ length: 3_000 }, (_, n) => n) },
    ],
    sound: ["audio", await keep("rise.wav", wavFile(2))],
    vectors: [
      "embedding",
      Array.from({ length: 4 }, (_, v) => Array.from({ length: 64 }, (__, n) => Math.sin(n / (v + 2)))),
      true,
    ],
    classes: [
      "classification",
      {
        labels: Array.from({ length: 60 }, (_, index) => ({
          label: index === 0 ? hostileWords : `class ${index}`,
          index,
          probability: 0.5 / (index + 1),
        })),
      },
    ],
    file: ["file", await keep("notes.txt", Buffer.from("notes"))],
    many: ["number", Array.from({ length: 10_000 }, (_, n) => n), true],
    none: ["number", [], true],
  };
  const names = only ?? Object.keys(values);
  return {
    title: "Every kind",
    nodes: Object.fromEntries([
      ...names.map((name, row) => {
        const [kind, sample, list = false] = values[name]!;
        return [
          `in-${name}`,
          { type: "workflow-input", title: `In ${name}`, params: { name, kind, sample, list }, at: [0, row * 300] },
        ];
      }),
      ...names.map((name, row) => [
        `out-${name}`,
        { type: "workflow-output", title: `Out ${name}`, params: { name }, at: [600, row * 300] },
      ]),
      // A text of 10 MB, and one that neither JSON nor Postgres can hold as it is.
      ["lines", { type: "evaluate", title: "Lines", params: { expression: manyLines, inputs: [], output: "text" } }],
      [
        "ten",
        {
          type: "text-template",
          title: "Ten times",
          params: { template: `${"{{a}}".repeat(10)}the needle ${hostileWords}` },
        },
      ],
      ["odd", { type: "evaluate", title: "Odd", params: { expression: oddText, inputs: [], output: "text" } }],
      ["out-text", { type: "workflow-output", title: "Out text", params: { name: "text" } }],
      ["out-odd", { type: "workflow-output", title: "Out odd", params: { name: "odd" } }],
    ]) as WorkflowSketch["nodes"],
    wires: [
      ...names.map((name): [string, string] => [`in-${name}.value`, `out-${name}.value`]),
      ["lines.result", "ten.a"],
      ["ten.text", "out-text.value"],
      ["odd.result", "out-odd.value"],
    ],
  };
}
