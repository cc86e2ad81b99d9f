// The pictures of the gallery's cards, drawn from what a run of the template left at its ports.
import { readFileSync } from "node:fs";
import sharp from "sharp";
import type { ClassificationValue, DetectionsValue, MaskValue } from "../graph/values.ts";
import { labelHue, parseColour } from "../nodes/label-hues.ts";
import type { PlainTable } from "../templates/plain-flow.ts";

const WIDTH = 640;
const HEIGHT = 400;

type Ports = Record<string, unknown>;
type Pixels = { width: number; height: number; channels: 1 | 3 | 4; pixels: Uint8Array };

const tokens = readFileSync(new URL("../app/tokens.css", import.meta.url), "utf8");
/** The value of a colour token in the light theme. */
function token(name: string): string {
  const value = new RegExp(`--${name}: light-dark\\((#[0-9a-f]+),`).exec(tokens)?.[1];
  if (!value) throw new Error(`app/tokens.css has no colour --${name}.`);
  return value;
}
const ink = token("ink");
const grey = token("border-control");
const pale = token("border-strong");

const drawings: Record<string, (ports: Ports) => Promise<string>> = {
  "find-and-count-shapes": drawBoxes,
  "read-handwritten-digits": drawDigits,
  "segment-shapes": async (ports) =>
    pair(ports["scene.value"] as Pixels, paintMask(ports["segment.mask"] as MaskValue)),
  "score-wines": async (ports) => drawWines(ports),
  "watch-a-machine": async (ports) => drawMachine(ports),
};

/** A PNG of 640 × 400 pixels. */
export async function drawTemplatePicture(name: string, ports: Ports): Promise<Buffer> {
  const draw = drawings[name];
  if (!draw) throw new Error(`scripts/draw-template-picture.ts has no drawing for the template "${name}".`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Inter, DejaVu Sans, sans-serif">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="${token("surface-sunken")}"/>${await draw(ports)}</svg>`;
  // The image codec, which runs in this process too, forbids SVG to all of it. What is drawn here is our own.
  sharp.unblock({ operation: ["VipsForeignLoadSvgBuffer"] });
  return sharp(Buffer.from(svg)).png({ palette: true, quality: 95, effort: 10 }).toBuffer();
}

async function imageTag(image: Pixels, { x, y, size }: { x: number; y: number; size: number }): Promise<string> {
  const { width, height, channels, pixels } = image;
  const png = await sharp(pixels, { raw: { width, height, channels } }).resize(size, size).png().toBuffer();
  return `<image x="${x}" y="${y}" width="${size}" height="${size}" href="data:image/png;base64,${png.toString("base64")}"/>`;
}

const TILE = 264;
const TILE_Y = (HEIGHT - TILE) / 2;

/** What goes in and what comes out, side by side. */
async function pair(left: Pixels, right: Pixels, over = ""): Promise<string> {
  const arrow = `<path d="M308 200h24m-8-8 8 8-8 8" fill="none" stroke="${token("text-3")}" stroke-width="2.5"/>`;
  const images = [
    await imageTag(left, { x: 32, y: TILE_Y, size: TILE }),
    await imageTag(right, { x: WIDTH - 32 - TILE, y: TILE_Y, size: TILE }),
  ];
  return `${images.join("")}${arrow}<g transform="translate(${WIDTH - 32 - TILE} ${TILE_Y})">${over}</g>`;
}

/** Boxes are drawn anew, since those in the run's own picture would be coarse in this size. */
async function drawBoxes(ports: Ports): Promise<string> {
  const scene = ports["scene.value"] as Pixels;
  const { width, items } = ports["keep.kept"] as DetectionsValue;
  const scale = TILE / width;
  const boxes = items.toReversed().map((item) => {
    const hue = labelHue(item.classIndex);
    const [x, y] = [item.x * scale, item.y * scale];
    const plateY = Math.max(0, y - 18);
    return `<rect x="${x}" y="${y}" width="${item.width * scale}" height="${item.height * scale}" fill="none" stroke="${hue}" stroke-width="2.5"/>
      <rect x="${x}" y="${plateY}" width="${item.label.length * 7.6 + 8}" height="18" fill="${hue}"/>
      <text x="${x + 4}" y="${plateY + 13.5}" font-size="13" font-weight="600" fill="#000">${item.label}</text>`;
  });
  return pair(scene, scene, boxes.join(""));
}

/** Each class in the hue that it has on the canvas, on black. */
function paintMask({ width, height, data }: MaskValue): Pixels {
  const pixels = Uint8Array.from(
    [...data].flatMap((classIndex) => (classIndex === 0 ? [0, 0, 0] : parseColour(labelHue(classIndex)))),
  );
  return { width, height, channels: 3, pixels };
}

async function drawDigits(ports: Ports): Promise<string> {
  const pictures = ports["pictures.value"] as Pixels[];
  const readings = ports["classify.classification"] as ClassificationValue[];
  const tiles = pictures.map(async (picture, index) => {
    const x = 40 + (index % 5) * 116;
    const y = 34 + Math.floor(index / 5) * 172;
    const { label, probability } = readings[index]!.labels[0]!;
    return `${await imageTag(picture, { x, y, size: 96 })}
      <text x="${x}" y="${y + 132}" font-size="28" font-weight="600" fill="${ink}">${label}</text>
      <rect x="${x + 28}" y="${y + 117}" width="68" height="10" fill="${token("border")}"/>
      <rect x="${x + 28}" y="${y + 117}" width="${68 * probability}" height="10" fill="${ink}"/>`;
  });
  return (await Promise.all(tiles)).join("");
}

/** Each wine by two of its measurements, in the shape of its label; how many have each label beside it. */
function drawWines(ports: Ports): string {
  const table = ports["predict.table"] as PlainTable;
  const column = (name: string) => table.columns.findIndex((each) => each.name === name);
  const [across, up, label] = [column("flavanoids"), column("color_intensity"), column("label")];
  const counts = ports["tally.table"] as PlainTable;
  const x = scaleOf(
    table.rows.map((row) => Number(row[across])),
    [48, 372],
  );
  const y = scaleOf(
    table.rows.map((row) => Number(row[up])),
    [344, 52],
  );
  const shapeOf = (name: unknown) => shapes[String(name)] ?? shapes.cultivar_0!;
  const wines = table.rows.map((row) => shapeOf(row[label])(x(Number(row[across])), y(Number(row[up]))));
  const largest = Math.max(...counts.rows.map(([, count]) => Number(count)));
  const bars = counts.rows.map(([name, count], index) => {
    const top = 112 + index * 66;
    return `${shapeOf(name)(430, top + 7)}
      <rect x="446" y="${top}" width="${(Number(count) / largest) * 110}" height="14" fill="${ink}"/>
      <text x="${446 + (Number(count) / largest) * 110 + 8}" y="${top + 13}" font-size="18" font-weight="600" fill="${ink}">${Number(count)}</text>
      <text x="446" y="${top + 36}" font-size="15" fill="${token("text-2")}">${String(name).replace("_", " ")}</text>`;
  });
  return `<path d="M32 36V364H392" fill="none" stroke="${pale}" stroke-width="2"/>${wines.join("")}${bars.join("")}`;
}

const shapes: Record<string, (x: number, y: number) => string> = {
  cultivar_0: (x, y) => `<circle cx="${x}" cy="${y}" r="6" fill="${token("kind-table")}"/>`,
  cultivar_1: (x, y) => `<rect x="${x - 5}" y="${y - 5}" width="10" height="10" fill="${ink}"/>`,
  cultivar_2: (x, y) =>
    `<path d="M${x} ${y - 7}l7 12h-14z" fill="${token("surface-node")}" stroke="${grey}" stroke-width="2"/>`,
};

/** The measurement above, the score of each window below, with the threshold; alarms in red. */
function drawMachine(ports: Ports): string {
  const { rows: samples } = ports["vibration.value"] as PlainTable;
  const { rows: windows } = ports["score.table"] as PlainTable;
  const threshold = 0.02809;
  const x = (row: number) => 32 + (row / samples.length) * (WIDTH - 64);
  const y = scaleOf(
    samples.map((row) => Number(row[1])),
    [196, 44],
  );
  const every = samples.filter((_, index) => index % 5 === 0);
  const line = every.map((row, index) => `${x(index * 5).toFixed(1)} ${y(Number(row[1])).toFixed(1)}`).join("L");
  // Logarithmic: faults score twenty times the threshold, and the healthy part is to be seen too.
  const heightOf = (score: number) => Math.max(2, Math.log10(score / 0.01) * 72);
  const bars = windows.map(([first, last, score, alarm]) => {
    const height = heightOf(Number(score));
    const width = Math.max(1.4, (x(Number(last)) - x(Number(first))) / 2 - 0.6);
    const fill = alarm ? token("state-danger") : grey;
    return `<rect x="${x(Number(first)).toFixed(1)}" y="${(364 - height).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${fill}"/>`;
  });
  const level = 364 - heightOf(threshold);
  return `<path d="M${line}" fill="none" stroke="${ink}" stroke-width="1"/>${bars.join("")}
    <path d="M32 ${level}H${WIDTH - 32}" stroke="${ink}" stroke-width="1.5" stroke-dasharray="5 4"/>`;
}

function scaleOf(values: number[], [start, end]: [number, number]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value) => start + ((value - least) / (most - least)) * (end - start);
}
