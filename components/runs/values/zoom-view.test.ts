import fc from "fast-check";
import { expect, test } from "vitest";
import { fitView, panBy, pixelAt, reveal, zoomAt } from "./zoom-view.ts";

const frame = { width: 300, height: 200 };
const pictures = fc.record({ width: fc.integer({ min: 1, max: 20_000 }), height: fc.integer({ min: 1, max: 20_000 }) });

test("a fitted picture is whole and in the middle; a dot grows, and of a long line the beginning is seen", () => {
  expect(fitView({ width: 600, height: 200 }, frame)).toEqual({ x: 0, y: -100, scale: 0.5 });
  expect(fitView({ width: 1, height: 1 }, frame).scale).toBe(48);
  expect(fitView({ width: 20_000, height: 1 }, frame)).toMatchObject({ x: 0, scale: 4 });
});

test("the point that one zooms at keeps its place, unless the picture would leave its frame", () => {
  const picture = { width: 3_000, height: 2_000 };
  const at = { x: 120, y: 90 };
  const before = zoomAt(fitView(picture, frame), 8, at, { picture, frame });

  const after = zoomAt(before, 2, at, { picture, frame });

  expect(pixelAt(after, at, picture)).toEqual(pixelAt(before, at, picture));
});

test("however one zooms and moves, the frame shows no more beside the picture than it must, and a revealed pixel is in it", () => {
  const step = fc.record({
    factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
    x: fc.integer({ min: -900, max: 900 }),
    y: fc.integer({ min: -900, max: 900 }),
  });
  fc.assert(
    fc.property(pictures, fc.array(step, { maxLength: 8 }), (picture, steps) => {
      const bounds = { picture, frame };
      let view = fitView(picture, frame);
      for (const { factor, x, y } of steps) {
        view = panBy(zoomAt(view, factor, { x: Math.abs(x) % 300, y: Math.abs(y) % 200 }, bounds), { x, y }, bounds);
        expect(view.scale).toBeLessThanOrEqual(64);
        for (const [from, size, shown] of [
          [view.x, picture.width, frame.width / view.scale],
          [view.y, picture.height, frame.height / view.scale],
        ] as const) {
          if (shown < size) expect(from >= -1e-6 && from + shown <= size + 1e-6).toBe(true);
          else expect(from).toBeCloseTo((size - shown) / 2, 6);
        }
      }
      const pixel = { x: picture.width - 1, y: 0 };
      const shown = reveal(view, pixel, bounds);
      const end = { x: (pixel.x + 0.5 - shown.x) * shown.scale, y: (0.5 - shown.y) * shown.scale };
      expect(pixelAt(shown, end, picture)).toEqual(pixel);
      expect(end.x).toBeLessThanOrEqual(frame.width + 1e-3);
    }),
  );
});
