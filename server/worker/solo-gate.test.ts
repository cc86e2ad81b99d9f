import { expect, test } from "vitest";
import { createSoloGate } from "./solo-gate.ts";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setTimeout(resolve));

test("runs go in together, one that has to be alone waits for all and keeps later ones out", async () => {
  const gate = createSoloGate();
  const order: string[] = [];
  const enter = async (name: string, isAlone = false, signal = never) => {
    const leave = await gate.enter({ isAlone, signal });
    order.push(name);
    return leave;
  };

  const [leaveA, leaveB] = await Promise.all([enter("a"), enter("b")]);
  const alone = enter("alone", true);
  const later = enter("later");
  await turn();
  const whileInside = [...order];
  leaveA();
  leaveB();
  const leaveAlone = await alone;
  await turn();
  const whileAlone = [...order];
  leaveAlone();
  await later;

  expect(whileInside).toEqual(["a", "b"]);
  expect(whileAlone).toEqual(["a", "b", "alone"]);
  expect(order).toEqual(["a", "b", "alone", "later"]);
});

test("one that is stopped while it waits lets the others in", async () => {
  const gate = createSoloGate();
  const leaveA = await gate.enter({ isAlone: false, signal: never });
  const stop = new AbortController();
  const alone = gate.enter({ isAlone: true, signal: stop.signal });
  const later = gate.enter({ isAlone: false, signal: never });

  stop.abort();
  const leaves = await Promise.all([alone, later]);
  for (const leave of [...leaves, leaveA]) leave();

  await expect(gate.enter({ isAlone: true, signal: never })).resolves.toBeTypeOf("function");
});
