import { expect, test } from "vitest";
import type { Detection, PixelImage } from "#graph/values";
import { labelHue, parseColour } from "../label-hues.ts";
import { imageOf, runNode } from "../run-node-for-tests.ts";
import { drawDetections } from "./definition.ts";
import { drawText, textSize } from "./paint.ts";
import { runDrawDetections } from "./run.ts";

const blank = (width: number, height: number, channels: 1 | 3 | 4 = 3): PixelImage => ({
  width,
  height,
  channels,
  pixels: new Uint8Array(width * height * channels).fill(128),
});
const thing = (box: Partial<Detection>): Detection => ({
  x: 4,
  y: 12,
  width: 10,
  height: 6,
  label: "a",
  classIndex: 0,
  score: 0.87,
  ...box,
});

async function draw(image: PixelImage, items: Detection[], params: Record<string, unknown> = {}) {
  const detections = { width: image.width, height: image.height, items };
  const { image: drawn } = await runNode(drawDetections, runDrawDetections, { inputs: { image, detections }, params });
  return drawn as PixelImage;
}

/** `.` what was there, `#` the hue of class 0, `1` of class 1, `o` black ink, `x` white ink. */
function sketch({ width, height, channels, pixels }: PixelImage): string[] {
  const names = new Map([
    ["128,128,128", "."],
    [parseColour(labelHue(0)).join(), "#"],
    [parseColour(labelHue(1)).join(), "1"],
    ["0,0,0", "o"],
    ["255,255,255", "x"],
  ]);
  const at = (x: number, y: number) =>
    names.get(
      pixels
        .slice((y * width + x) * channels)
        .slice(0, 3)
        .join(),
    ) ?? "?";
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => at(x, y)).join(""));
}

test("draws a frame, and a plate with label and score above it", async () => {
  expect(sketch(await draw(blank(36, 20), [thing({})]))).toMatchInlineSnapshot(`
    [
      "....................................",
      "....................................",
      "....................................",
      "....###############################.",
      "....##############xxx##xxxxx#xx####.",
      "....#############x###x#####x#xx##x#.",
      "....##xxx########x###x####x#####x##.",
      "....#####x########xxx####x#####x###.",
      "....##xxxx#######x###x##x#####x####.",
      "....#x###x#######x###x##x####x##xx#.",
      "....##xxxx########xxx###x#######xx#.",
      "....###############################.",
      "....##########......................",
      "....#........#......................",
      "....#........#......................",
      "....#........#......................",
      "....#........#......................",
      "....##########......................",
      "....................................",
      "....................................",
    ]
  `);
});

test("without captions only the frame is drawn, as thick as asked for", async () => {
  const params = { showLabels: false, showScores: false, lineWidth: 2 };

  expect(sketch(await draw(blank(9, 7), [thing({ x: 1, y: 1, width: 7, height: 5 })], params))).toEqual([
    ".........",
    ".#######.",
    ".#######.",
    ".##...##.",
    ".#######.",
    ".#######.",
    ".........",
  ]);
});

test("the better box is drawn over the worse one, in the hue of its class", async () => {
  const params = { showLabels: false, showScores: false };
  const same = { x: 0, y: 0, width: 3, height: 2 };

  const items = [thing({ ...same, score: 0.9, classIndex: 1 }), thing({ ...same, score: 0.4 })];

  expect(sketch(await draw(blank(3, 2), items, params))).toEqual(["111", "111"]);
});

test("boxes that leave the picture are drawn as far as they are in it", async () => {
  const drawn = sketch(await draw(blank(6, 6), [thing({ x: -5, y: -5, width: 8, height: 8 })], { showLabels: false }));

  expect(drawn).toHaveLength(6);
  expect(drawn.join("")).not.toContain("?");
});

test("the picture that came in is not changed", async () => {
  const image = blank(30, 20);

  await draw(image, [thing({})]);

  expect(new Set(image.pixels)).toEqual(new Set([128]));
});

test("grey pictures become colour, transparent ones stay so", async () => {
  expect((await draw(blank(30, 20, 1), [thing({})])).channels).toBe(3);
  expect((await draw(imageOf(4, [[1, 2, 3, 4]]), [])).pixels).toEqual(Uint8Array.of(1, 2, 3, 4));
});

test("text without glyphs is drawn as boxes, accents are left off", () => {
  const one = blank(12, 7);
  const other = blank(12, 7);

  drawText(one, "é中", { x: 0, y: 0, scale: 1, colour: [0, 0, 0] });
  drawText(other, "e\u{1f600}", { x: 0, y: 0, scale: 1, colour: [0, 0, 0] });

  expect(one).toEqual(other);
  expect(textSize("ab", 3)).toEqual({ width: 33, height: 21 });
});

test("boxes of another picture are refused", async () => {
  const image = blank(10, 10);
  const detections = { width: 20, height: 10, items: [] };

  const run = runNode(drawDetections, runDrawDetections, { inputs: { image, detections } });

  await expect(run).rejects.toMatchObject({ kind: "input-mismatch", port: "detections" });
});

test("one colour counts for the boxes of all classes", async () => {
  const items = [thing({ x: 1, y: 1, width: 4, height: 4 }), thing({ x: 8, y: 1, width: 4, height: 4, classIndex: 1 })];

  const { pixels } = await draw(blank(16, 8), items, {
    colour: "#0a0b0c",
    showLabels: false,
    showScores: false,
    lineWidth: 1,
  });

  const colours = new Set(Array.from({ length: 16 * 8 }, (_, pixel) => pixels.slice(pixel * 3, pixel * 3 + 3).join()));
  expect(colours).toEqual(new Set(["128,128,128", "10,11,12"]));
});
