import { expect, test } from "vitest";
import { createMask, MASK, noMask } from "./mask-secrets.ts";

const secret = 'p/a+s s"w&ö=rd~<1>';
const mask = createMask([secret, "another one"]);
const base64 = (text: string) => Buffer.from(text).toString("base64");

test.each([
  ["as it is", secret],
  ["in JSON", JSON.stringify(secret).slice(1, -1)],
  ["in JSON in JSON's cautious form", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/")],
  ["in a URL", encodeURIComponent(secret)],
  ["in a URL with small digits", encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
  ["in a form", new URLSearchParams({ v: secret }).toString().slice(2)],
  ["in hexadecimal digits", Buffer.from(secret).toString("hex")],
  ["in Base64", base64(secret).replace(/=+$/, "")],
  ["in Base64 for URLs", Buffer.from(secret).toString("base64url")],
])("%s it is masked", (_how, form) => {
  expect(mask.text(`before ${form} after`)).not.toContain(form);
  expect(mask.text(`before ${form} after`)).toMatch(/^before .*after$/);
  expect(mask.text(form)).toContain(MASK);
});

test.each(["", "u", "us", "user:", "a longer name:"])("in Base64 behind %j too, whatever follows", (before) => {
  for (const after of ["", "x", "xy", "xyz"]) {
    const masked = mask.text(base64(before + secret + after));
    expect(masked).toContain(MASK);
    // What stays is what stands around it, and no more of it than a character at each end.
    expect(Buffer.from(masked.split(MASK)[0]!, "base64").toString("latin1")).not.toContain(secret.slice(0, 2));
  }
});

test("all of it, in all of a value, and nothing else", () => {
  const value = { [secret]: [`${secret} and ${secret}`, 7, null, { deep: "another one" }], plain: "p/a+s" };

  expect(mask.json(JSON.stringify({ secret }))).toBe(`{"secret":"${MASK}"}`);
  expect(mask.json(value)).toEqual({ [MASK]: [`${MASK} and ${MASK}`, 7, null, { deep: MASK }], plain: "p/a+s" });
});

test("what holds none is handed on as it is", () => {
  const value = { a: ["b"] };
  const bytes = Buffer.from([0, 255, 1]);

  expect(mask.json(value)).toBe(value);
  expect(mask.bytes(bytes)).toBe(bytes);
  expect(noMask.text(secret)).toBe(secret);
});

test("in bytes, also among some that are no text", () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(secret), Buffer.from([0xfe]), Buffer.from(secret)]);

  expect(mask.bytes(bytes)).toEqual(
    Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(MASK), Buffer.from([0xfe]), Buffer.from(MASK)]),
  );
});
