import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "./json.ts";
import { emptyGraph, type Graph } from "./schema.ts";
import { stripSecrets } from "./strip-secrets.ts";

const sentence = "The quick brown fox, 12 of them.";

function graphOf(params: Record<string, JsonValue>): Graph {
  const node = { id: "a", type: "ask", version: 1, position: { x: 0, y: 0 }, params };
  return { ...emptyGraph, nodes: { a: node } };
}
function strip(text: string) {
  const { graph, warnings } = stripSecrets(graphOf({ text }), { keepPaths: true });
  return { text: graph.nodes.a!.params.text, codes: warnings.map(({ code }) => code) };
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".split("");
const letters = (length: number) =>
  fc.string({ unit: fc.constantFrom(...alphanumeric), minLength: length, maxLength: length });
const key = fc.oneof(
  letters(48).map((end) => `sk-proj-${end}`),
  letters(24).map((end) => `sk_live_${end}`),
  letters(36).map((end) => `ghp_${end}`),
  letters(16).map((end) => `AKIA${end.toUpperCase()}`),
  letters(35).map((end) => `AIza${end}`),
  letters(34).map((end) => `hf_${end}`),
  letters(24).map((end) => `xoxb-${end}`),
  letters(43).map((end) => `pb_abcdefgh-123_${end}`),
  letters(20).map((end) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${end}`),
  letters(40).map((end) => `-----BEGIN PRIVATE KEY-----\n${end}\n-----END PRIVATE KEY-----`),
);

test("a key goes out of the text that it stands in, and the text around it stays", () => {
  const around = fc.constantFrom(
    ["", ""],
    ["Use key ", " please."],
    ["Keys: (", ")"],
    ['{"value": "', '"}'],
    ["https://service.example/v1?model=a&id=", "&lang=en"],
    ["https://", "@service.example/a/b"],
    ["Authorization: Bearer ", "\nAccept: text/plain"],
    ["line\n", "\nline"],
  );
  fc.assert(
    fc.property(around, key, ([before, after], secret) => {
      expect(strip(`${before}${secret}${after}`)).toEqual({ text: `${before}${after}`, codes: ["secret-removed"] });
    }),
  );
});

test("all keys of a text go, and are named once", () => {
  fc.assert(
    fc.property(key, key, (one, other) => {
      expect(strip(`First ${one}, then ${other}.`)).toEqual({ text: "First , then .", codes: ["secret-removed"] });
    }),
  );
});

test.each([
  ["https://service.example/a?api_key=12ab&lang=en", "https://service.example/a?api_key=&lang=en"],
  [
    "See https://service.example/a?lang=en&access_token=12ab#top",
    "See https://service.example/a?lang=en&access_token=#top",
  ],
  ["postgres://me:hunter2@db.example/sales", "postgres://me:@db.example/sales"],
  ["curl -H 'Authorization: Bearer 0123456789abcdef'", "curl -H 'Authorization: Bearer '"],
])("what an address or a header calls a key goes: %s", (text, left) => {
  expect(strip(text)).toEqual({ text: left, codes: ["secret-removed"] });
});

test.each([
  "https://service.example/a?token={{token}}&password=${password}",
  "https://service.example:8080/@somebody/a?tokens=12&max_tokens=30",
  "Bearer {{token}}",
  "Bearer instruments and Bearer shares are securities.",
  "task-0123456789abcdef0123456789 and disk-usage-of-the-last-12-months",
  "sk-bratislava-and-so-on, sk-learn",
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
  'const hf_pipeline_for_many_models = "hf_hub";',
])("what only looks like a key stays: %s", (text) => {
  expect(strip(text)).toEqual({ text, codes: [] });
});

test("digests, ids and what is written in Base64 stay as they are", () => {
  const bytes = fc.uint8Array({ minLength: 200, maxLength: 2_000 }).map((all) => Buffer.from(all));
  const harmless = fc.oneof(
    bytes.map((all) => all.toString("base64")),
    bytes.map((all) => `data:image/png;base64,iVBORw0KGgo${all.toString("base64")}`),
    fc.uuid(),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((all) => Buffer.from(all).toString("hex")),
  );
  fc.assert(
    fc.property(harmless, (value) => {
      const text = `${sentence} ${value}`;

      expect(strip(value)).toEqual({ text: value, codes: [] });
      expect(strip(text)).toEqual({ text, codes: [] });
    }),
  );
});

test.each([["sk-"], ["https://a:"], ["?token="], ["Bearer "], ["eyJ."], ["-----BEGIN PRIVATE KEY-----"], ["AIza-"]])(
  "a million characters of %j are looked through at once",
  (piece) => {
    const startedAt = performance.now();

    strip(piece.repeat(1_000_000 / piece.length));

    expect(performance.now() - startedAt).toBeLessThan(2_000);
  },
);

test("a key in a note goes too, and the note is named", () => {
  const note = { id: "n", position: { x: 0, y: 0 }, text: "Ask Eve.\nKey: sk-proj-0123456789abcdefghijklmnop" };

  const { graph, warnings } = stripSecrets({
    ...emptyGraph,
    notes: { n: { ...note, size: { width: 200, height: 100 } } },
  });

  expect(graph.notes.n!.text).toBe("Ask Eve.\nKey: ");
  expect(warnings.map(({ message }) => message)).toEqual([
    'A secret in the note "Ask Eve." was left out. Set it again if you need it.',
  ]);
});
