import { expect, test } from "vitest";
import { definitions } from "#nodes/definitions";
import { nodeIcons } from "./node-icon.tsx";

test("every node type names an icon that is there", () => {
  const missing = Object.values(definitions)
    .map(({ icon }) => icon)
    .filter((icon) => !(icon in nodeIcons));

  expect(missing).toEqual([]);
});
