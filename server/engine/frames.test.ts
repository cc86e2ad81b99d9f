import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFrameDecoder, encodeFrame, MAX_BODY_BYTES, MAX_HEADER_BYTES } from "./frames.ts";

const frame = fc.record({ header: fc.jsonValue(), body: fc.uint8Array({ maxLength: 40 }) });

test("frames come back the same wherever the stream is cut", () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat()), (frames, cuts) => {
      const stream = Buffer.concat(frames.flatMap(({ header, body }) => encodeFrame(header, body)));
      const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
      const decoder = createFrameDecoder();

      const decoded = places.slice(1).flatMap((end, index) => decoder.push(stream.subarray(places[index], end)));

      expect(decoded.map(({ header, body }) => ({ header, body: [...body] }))).toEqual(
        frames.map(({ header, body }) => ({ header: JSON.parse(JSON.stringify(header)), body: [...body] })),
      );
      expect(decoder.isInside()).toBe(false);
    }),
  );
});

test("a frame split at every single byte is whole in the end", () => {
  const stream = Buffer.concat(encodeFrame({ type: "put" }, Buffer.from("bytes")));
  const decoder = createFrameDecoder();

  const decoded = [...stream].flatMap((byte) => decoder.push(Uint8Array.of(byte)));

  expect(decoded).toHaveLength(1);
  expect(Buffer.from(decoded[0]!.body).toString()).toBe("bytes");
});

test("a stream that ends in mid-frame says so", () => {
  const stream = Buffer.concat(encodeFrame({ type: "events" }, Buffer.alloc(100)));
  const decoder = createFrameDecoder();

  expect(decoder.push(stream.subarray(0, stream.length - 1))).toEqual([]);
  expect(decoder.isInside()).toBe(true);
});

test("the largest body arrives whole", () => {
  const body = Buffer.alloc(MAX_BODY_BYTES, 7);
  const decoder = createFrameDecoder();

  const decoded = encodeFrame({ type: "put" }, body).flatMap((part) => decoder.push(part));

  expect(decoded[0]?.body.length).toBe(body.length);
  expect(Buffer.compare(Buffer.from(decoded[0]!.body), body)).toBe(0);
});

describe("what cannot be a frame is refused before memory is set aside for it", () => {
  test.each([
    ["header", MAX_HEADER_BYTES + 1, 0],
    ["header of 4 GB", 2 ** 32 - 1, 0],
    ["body", 2, MAX_BODY_BYTES + 1],
    ["body of 4 GB", 2, 2 ** 32 - 1],
  ])("a %s over the limit", (_, headerBytes, bodyBytes) => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(headerBytes, 0);
    prefix.writeUInt32LE(bodyBytes, 4);

    expect(() => createFrameDecoder().push(prefix)).toThrow("over the limit");
  });

  test("it is not even written", () => {
    expect(() => encodeFrame({}, Buffer.alloc(MAX_BODY_BYTES + 1))).toThrow("over the limit");
  });

  test("a header that is no JSON", () => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(1, 0);

    expect(() => createFrameDecoder().push(Buffer.concat([prefix, Buffer.from("{")]))).toThrow("JSON");
  });
});
