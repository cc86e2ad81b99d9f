import { describe, expect, test } from "vitest";
import { NodeError } from "#graph/node-runner";
import { createImageCodec } from "./create-image-codec.ts";
import { sharp } from "./guarded-sharp.ts";
import { pngChunk, writePng } from "./png-for-tests.ts";

const codec = createImageCodec();
const text = (content: string) => Buffer.from(content, "latin1");

/** What a node that reads the picture is told: opening, and, where that passes, decoding. */
async function refusalOf(bytes: Uint8Array): Promise<NodeError | null> {
  try {
    await codec.decode(await codec.open(bytes));
    return null;
  } catch (error) {
    if (error instanceof NodeError) return error;
    throw error;
  }
}

const flat = sharp({ create: { width: 300, height: 200, channels: 3, background: "#4080c0" } });
const noisy = sharp(
  Uint8Array.from({ length: 90 * 80 * 3 }, (_, i) => (i * i * 31) >> 3),
  { raw: { width: 90, height: 80, channels: 3 } },
);
const jpeg = await noisy.clone().jpeg().toBuffer();
const png = await flat.clone().png().toBuffer();

function strip(frames: number) {
  const pixels = Uint8Array.from({ length: frames * 2 * 2 * 3 }, (_, i) => (i * 7919) >> 2);
  return sharp(pixels, { raw: { width: 2, height: frames * 2, channels: 3, pageHeight: 2 } });
}
const actl = Buffer.alloc(8);
actl.writeUInt32BE(10_000);
const pngOf = (width: number, height: number, extraChunks: Buffer[] = []) =>
  writePng({ width, height, colourType: 0, pixels: new Uint8Array(0), extraChunks });

const longGif = await strip(400).gif({ loop: 0 }).toBuffer();
const longWebp = await strip(30).webp({ lossless: true }).toBuffer();
const longTiff = await strip(500).tiff().toBuffer();

describe("too many pixels, told by the header", () => {
  test.each([
    ["PNG of 30,000 × 30,000", pngOf(30_000, 30_000), /30000 × 30000 pixels, 900 megapixels, and at most 50/],
    ["PNG of 1 × 100,000,000", pngOf(1, 100_000_000), /1 × 100000000/],
    ["PNG animation of 10,000 frames", pngOf(8, 8, [pngChunk("acTL", actl)]), /10000 frames/],
    ["GIF of 400 frames", longGif, /GIF has \d+ frames/],
    ["WebP of 30 frames", longWebp, /WEBP has \d+ frames/],
    ["TIFF of 500 pages", longTiff, /TIFF has 500 pages/],
  ])("%s", async (_, bytes, message) => {
    const error = await refusalOf(bytes);

    expect(error?.kind).toBe("too-many-pixels");
    expect(error?.message).toMatch(message);
  });

  test("the limit itself is taken", async () => {
    const small = createImageCodec({ maxPixels: 60_000 });

    expect((await small.open(png)).width).toBe(300);
    await expect(createImageCodec({ maxPixels: 59_999 }).open(png)).rejects.toThrow(
      "0.1 megapixels, and at most 0.1 are taken",
    );
  });
});

const flipped = Buffer.from(png);
flipped[flipped.length - 20]! ^= 0xff;

describe("damaged", () => {
  test.each([
    ["no bytes", Buffer.alloc(0)],
    ["a PNG signature alone", png.subarray(0, 8)],
    ["a JPEG cut off in its pixels", jpeg.subarray(0, jpeg.length / 2)],
    ["a JPEG cut off in its header", jpeg.subarray(0, 100)],
    ["a PNG cut off", png.subarray(0, png.length - 40)],
    ["a PNG with a wrong checksum", flipped],
    ["a PNG of 0 × 0", pngOf(0, 0)],
    ["a PNG with fewer rows than it says", pngOf(20, 20)],
    ["a GIF that is JavaScript", text("GIF89a=1;alert(1)//" + " ".repeat(200))],
    ["a TIFF that points past its end", Buffer.from("49492a00ffffff7f", "hex")],
    ["a WebP of nothing", Buffer.concat([text("RIFF\x10\0\0\0WEBPVP8 "), Buffer.alloc(8)])],
  ])("%s", async (_, bytes) => {
    const error = await refusalOf(bytes);

    expect(["bad-image", "too-many-pixels"]).toContain(error?.kind);
    expect(error?.message).toMatch(/^The .*\.$/);
  });

  test("the message of a cut off file says so and what to do", async () => {
    const error = await refusalOf(jpeg.subarray(0, jpeg.length / 2));

    expect(error?.kind).toBe("bad-image");
    expect(error?.message).toMatch(/^The JPEG file is damaged or cut off \(.+\): save or send it again\.$/);
  });
});

describe("no format that is read, whatever its name", () => {
  test.each([
    ["SVG with a script", text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), "an SVG"],
    [
      "SVG that includes a file",
      text('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg width="9">&x;</svg>'),
      "an SVG",
    ],
    ["SVG that links one", text('<svg><image xlink:href="file:///etc/passwd"/></svg>'), "an SVG"],
    ["HTML", text("<!DOCTYPE html><html><body>hi</body></html>"), "an HTML page"],
    ["PDF", text("%PDF-1.7\n"), "a PDF"],
    ["HEIC", text("\0\0\0\x18ftypheic\0\0\0\0"), "a HEIC"],
    ["PSD", text("8BPS\0\x01"), "a Photoshop file"],
    ["MP4", text("\0\0\0\x18ftypisom"), "a video"],
    ["BMP", text("BM\x46\0\0\0"), "a BMP"],
    ["text", text("hello"), "no picture"],
  ])("%s", async (_, bytes, named) => {
    const error = await refusalOf(bytes);

    expect(error?.kind).toBe("unsupported-format");
    expect(error?.message).toMatch(new RegExp(`^The file is ${named}.*: PNG, JPEG, WebP, GIF, TIFF and AVIF`));
  });

  test("the loaders behind other formats are closed, should bytes ever reach them", async () => {
    const svg = text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');

    await expect(sharp(svg).metadata()).rejects.toThrow("unsupported image format");
  });
});
