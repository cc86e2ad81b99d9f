import { expect, test } from "vitest";
import { placeBetween } from "./place-between.ts";

const size = { width: 172, height: 100 };
const source = { x: 0, y: 0, ...size, portY: 42 };

function place(targetX: number, { reader = targetX + 230, others = [] as { x: number; y: number }[] } = {}) {
  const target = { x: targetX, y: 0, ...size };
  return placeBetween({
    source,
    target: { ...target, portY: 42 },
    size,
    portY: 64,
    downstream: new Map([
      ["target", target],
      ["reader", { x: reader, y: 0, ...size }],
    ]),
    others: others.map((at) => ({ ...at, ...size })),
  });
}

test("with room enough the node stands in the middle, its port level with the one that it reads from", () => {
  expect(place(600)).toEqual({ position: { x: 300, y: -22 }, moves: {} });
});

test("without, what lies downstream moves to the right by what is missing, on the grid", () => {
  const { position, moves } = place(230);

  expect(position).toEqual({ x: 235, y: -22 });
  expect(moves).toEqual({ target: { x: 470, y: 0 }, reader: { x: 700, y: 0 } });
});

test("what reads from the target and stands left of it stays", () => {
  expect(Object.keys(place(230, { reader: -400 }).moves)).toEqual(["target"]);
});

test("a node that is in the way is left alone: the new one goes below it", () => {
  const { position } = place(600, { others: [{ x: 310, y: -20 }] });

  expect(position.x).toBe(300);
  expect(position.y).toBeGreaterThan(80);
});

test("nothing moves where the wire runs back to the left", () => {
  expect(place(-400).moves).toEqual({});
});
