import { expect, test } from "vitest";
import { routeWires } from "./wire-lanes.ts";
import { badgePoint, wirePath } from "./wire-path.ts";
import { routeWire } from "./wire-route.ts";
import type { Box, Point } from "./wire-route.ts";

const box = (x: number, y: number, width = 172, height = 140): Box => ({ x, y, width, height });

function isLevelOrUpright(corners: Point[]): boolean {
  return corners.slice(1).every((corner, index) => corner.x === corners[index]!.x || corner.y === corners[index]!.y);
}

test("ports at one level are joined by a straight wire", () => {
  expect(routeWire({ x: 172, y: 40 }, { x: 230, y: 40 }, [])).toEqual([
    { x: 172, y: 40 },
    { x: 230, y: 40 },
  ]);
});

test("a wire to the next column turns in the middle of the gutter", () => {
  const corners = routeWire({ x: 172, y: 40 }, { x: 230, y: 200 }, []);

  expect(corners.map(({ x }) => x)).toEqual([172, 201, 201, 230]);
});

test("a wire goes round a node that stands in its way", () => {
  const obstacle = box(230, -20);

  const corners = routeWire({ x: 172, y: 40 }, { x: 460, y: 40 }, [box(0, -20), obstacle, box(460, -20)]);

  const levels = corners
    .slice(1)
    .filter((corner, index) => corner.y === corners[index]!.y && Math.abs(corner.x - corners[index]!.x) > 100);
  expect(levels.every(({ y }) => y < obstacle.y || y > obstacle.y + obstacle.height)).toBe(true);
  expect(isLevelOrUpright(corners)).toBe(true);
});

test("a wire back leaves to the right and arrives from the left", () => {
  const corners = routeWire({ x: 900, y: 40 }, { x: 0, y: 400 }, []);

  expect(corners[1]!.x).toBeGreaterThan(900);
  expect(corners.at(-2)!.x).toBeLessThan(0);
  expect(isLevelOrUpright(corners)).toBe(true);
});

test("wires of different outputs in one gutter run side by side, those of one output share a trunk", () => {
  const from = (y: number) => ({ x: 172, y });
  const to = (y: number) => ({ x: 230, y });

  const routes = routeWires(
    [
      { id: "a1", net: "a", from: from(40), to: to(300) },
      { id: "a2", net: "a", from: from(40), to: to(200) },
      { id: "b", net: "b", from: from(62), to: to(250) },
    ],
    [],
  );

  const trunk = (id: string) => routes.get(id)![1]!.x;
  expect(trunk("a1")).toBe(trunk("a2"));
  expect(Math.abs(trunk("a1") - trunk("b"))).toBeGreaterThanOrEqual(8);
  // Both go down: the upper one turns last, so they do not cross.
  expect(trunk("a1")).toBeGreaterThan(trunk("b"));
});

test("corners are rounded by at most half of a short piece", () => {
  const path = wirePath([
    { x: 0, y: 0 },
    { x: 30, y: 0 },
    { x: 30, y: 8 },
    { x: 60, y: 8 },
  ]);

  expect(path).toBe("M0 0L26 0Q30 0 30 4L30 4Q30 8 34 8L60 8");
});

test("the badge sits in the middle of the longest level piece", () => {
  const corners = routeWire({ x: 0, y: 0 }, { x: 300, y: 100 }, []);

  expect(badgePoint(corners)).toEqual({ x: (29 + 300) / 2, y: 100, room: 271 });
});
