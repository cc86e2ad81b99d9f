import { expect, test } from "vitest";
import type { MaskValue, PixelImage } from "#graph/values";
import { labelHue, parseColour } from "../label-hues.ts";
import { imageOf, runNode } from "../run-node-for-tests.ts";
import { drawMask } from "./definition.ts";
import { runDrawMask } from "./run.ts";

const labels = ["background", "road"];
const [red, green, blue] = parseColour(labelHue(1));
const maskOf = (rows: number[][]): MaskValue => ({
  width: rows[0]!.length,
  height: rows.length,
  labels,
  data: Uint8Array.from(rows.flat()),
});

async function draw(image: PixelImage, mask: MaskValue, params: Record<string, unknown> = {}) {
  const { image: drawn } = await runNode(drawMask, runDrawMask, { inputs: { image, mask }, params });
  return drawn as PixelImage;
}

test("tints what is not background, mixed by the opacity", async () => {
  const image = imageOf(3, [[100, 100, 100, 100, 100, 100]]);

  const { pixels } = await draw(image, maskOf([[0, 1]]), { opacity: 0.25 });

  const mixed = [red, green, blue].map((value) => Math.round(75 + value * 0.25));
  expect([...pixels]).toEqual([100, 100, 100, ...mixed]);
  expect([...image.pixels]).toEqual(Array(6).fill(100));
});

test("the background can be tinted too", async () => {
  const { pixels } = await draw(imageOf(1, [[0]]), maskOf([[0]]), { opacity: 1, showBackground: true });

  expect([...pixels]).toEqual([...parseColour(labelHue(0))]);
});

test("a smaller mask covers the whole picture", async () => {
  const image = imageOf(
    1,
    Array.from({ length: 4 }, () => [0, 0, 0, 0]),
  );

  const { pixels } = await draw(
    image,
    maskOf([
      [0, 1],
      [1, 0],
    ]),
    { opacity: 1 },
  );

  const reds = Array.from({ length: 16 }, (_, i) => pixels[i * 3 + 2]! > 0);
  expect(reds.map(Number).join("")).toBe("0011001111001100");
});

test("one colour counts for all classes but the background", async () => {
  const { pixels } = await draw(imageOf(3, [[0, 0, 0, 0, 0, 0]]), maskOf([[0, 1]]), {
    opacity: 1,
    showBackground: true,
    colour: "#0a0b0c",
  });

  expect([...pixels]).toEqual([...parseColour(labelHue(0)), 10, 11, 12]);
});
