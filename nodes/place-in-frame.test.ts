import fc from "fast-check";
import { expect, test } from "vitest";
import { boxInFrame, boxInImage, fitModes, placeInFrame } from "./place-in-frame.ts";

const size = fc.record({ width: fc.integer({ min: 1, max: 5_000 }), height: fc.integer({ min: 1, max: 5_000 }) });
const mode = fc.constantFrom(...fitModes);

test.each([
  ["stretch", { scaled: { width: 160, height: 160 }, frame: { width: 160, height: 160 }, left: 0, top: 0 }],
  ["letterbox", { scaled: { width: 160, height: 120 }, frame: { width: 160, height: 160 }, left: 0, top: 20 }],
  ["cover", { scaled: { width: 213, height: 160 }, frame: { width: 160, height: 160 }, left: -27, top: 0 }],
  ["fit", { scaled: { width: 160, height: 120 }, frame: { width: 160, height: 120 }, left: 0, top: 0 }],
] as const)("640 × 480 into 160 × 160: %s", (fitMode, expected) => {
  const image = { width: 640, height: 480 };

  expect(placeInFrame(image, { width: 160, height: 160 }, fitMode)).toEqual({ image, ...expected });
});

test("letterbox shows all of the picture within the frame, cover leaves none of the frame empty", () => {
  fc.assert(
    fc.property(size, size, (image, frame) => {
      const boxed = placeInFrame(image, frame, "letterbox");
      expect(boxed.left).toBeGreaterThanOrEqual(0);
      expect(boxed.top).toBeGreaterThanOrEqual(0);
      expect(boxed.left + boxed.scaled.width).toBeLessThanOrEqual(frame.width);
      expect(boxed.top + boxed.scaled.height).toBeLessThanOrEqual(frame.height);

      const covered = placeInFrame(image, frame, "cover");
      expect(covered.left).toBeLessThanOrEqual(0);
      expect(covered.top).toBeLessThanOrEqual(0);
      expect(covered.left + covered.scaled.width).toBeGreaterThanOrEqual(frame.width);
      expect(covered.top + covered.scaled.height).toBeGreaterThanOrEqual(frame.height);
    }),
  );
});

test("a box there and back again is the same box", () => {
  const box = fc.record({
    x: fc.double({ min: -100, max: 5_000, noNaN: true }),
    y: fc.double({ min: -100, max: 5_000, noNaN: true }),
    width: fc.double({ min: 0, max: 5_000, noNaN: true }),
    height: fc.double({ min: 0, max: 5_000, noNaN: true }),
  });
  fc.assert(
    fc.property(size, size, mode, box, (image, frame, fitMode, original) => {
      const placement = placeInFrame(image, frame, fitMode);
      const back = boxInImage(boxInFrame(original, placement), placement);
      for (const key of ["x", "y", "width", "height"] as const) {
        const tolerance =
          1e-6 * Math.max(1, image.width / placement.scaled.width, image.height / placement.scaled.height);
        expect(Math.abs(back[key] - original[key])).toBeLessThan(Math.max(1e-6, tolerance));
      }
    }),
  );
});
