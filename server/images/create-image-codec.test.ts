import { describe, expect, test } from "vitest";
import { NodeError } from "#graph/node-runner";
import type { PixelImage } from "#graph/values";
import { createImageCodec } from "./create-image-codec.ts";
import { sharp } from "./guarded-sharp.ts";
import { writePng } from "./png-for-tests.ts";

const codec = createImageCodec();
const red = [255, 0, 0];
const green = [0, 255, 0];
const blue = [0, 0, 255];
const white = [255, 255, 255];

/** 3 × 2, with no symmetry, so that each orientation looks different. */
const corners: PixelImage = {
  width: 3,
  height: 2,
  channels: 3,
  pixels: Uint8Array.from([red, green, blue, white, red, red].flat()),
};
const fromPixels = ({ width, height, channels, pixels }: PixelImage) =>
  sharp(pixels, { raw: { width, height, channels } });

async function pixelsOf(bytes: Uint8Array, channels?: 1 | 3 | 4) {
  const image = await codec.open(bytes);
  const { pixels, ...size } = await codec.decode(image, channels);
  return { ...size, pixels: [...pixels] };
}

describe("what the pixels of a file are", () => {
  test.each([
    { name: "RGB PNG", colourType: 2, pixels: [...red, 1, 2, 3], gives: { channels: 3, pixels: [...red, 1, 2, 3] } },
    { name: "grey PNG", colourType: 0, pixels: [7, 250], gives: { channels: 1, pixels: [7, 250] } },
    {
      name: "PNG with transparency",
      colourType: 6,
      pixels: [...red, 128, 9, 8, 7, 0],
      gives: { channels: 4, pixels: [...red, 128, 9, 8, 7, 0] },
    },
    {
      name: "grey PNG with transparency",
      colourType: 4,
      pixels: [100, 255, 50, 3],
      gives: { channels: 4, pixels: [100, 100, 100, 255, 50, 50, 50, 3] },
    },
    {
      name: "16-bit grey PNG",
      colourType: 0,
      bitDepth: 16,
      pixels: [0x80, 0x00, 0xff, 0xff],
      gives: { channels: 1, pixels: [128, 255] },
    },
    {
      name: "16-bit RGB PNG",
      colourType: 2,
      bitDepth: 16,
      pixels: [0xff, 0xff, 0x40, 0, 0, 0, 0, 0xff, 0x10, 0, 0x20, 0xff],
      gives: { channels: 3, pixels: [255, 64, 0, 0, 16, 32] },
    },
    { name: "1-bit PNG", colourType: 0, bitDepth: 1, pixels: [0b01000000], gives: { channels: 1, pixels: [0, 255] } },
  ] as const)("$name", async ({ gives, pixels, ...header }) => {
    const png = writePng({ width: 2, height: 1, ...header, pixels: Uint8Array.from(pixels) });

    expect(await pixelsOf(png)).toEqual({ width: 2, height: 1, ...gives });
  });

  test("one pixel is a picture", async () => {
    const png = writePng({ width: 1, height: 1, colourType: 0, pixels: Uint8Array.of(9) });

    expect(await pixelsOf(png)).toEqual({ width: 1, height: 1, channels: 1, pixels: [9] });
  });

  test.each([
    [1, [3, 2], [red, green, blue, white, red, red]],
    [2, [3, 2], [blue, green, red, red, red, white]],
    [3, [3, 2], [red, red, white, blue, green, red]],
    [4, [3, 2], [white, red, red, red, green, blue]],
    [5, [2, 3], [red, white, green, red, blue, red]],
    [6, [2, 3], [white, red, red, green, red, blue]],
    [7, [2, 3], [red, blue, red, green, white, red]],
    [8, [2, 3], [blue, red, green, red, red, white]],
  ] as const)("EXIF orientation %i is applied", async (orientation, [width, height], expected) => {
    const tiff = await fromPixels(corners).withMetadata({ orientation }).tiff({ compression: "lzw" }).toBuffer();

    const opened = await codec.open(tiff);
    const decoded = await codec.decode(opened);

    expect([opened.width, opened.height]).toEqual([width, height]);
    expect([...decoded.pixels]).toEqual(expected.flat());
  });

  test.each(["jpeg", "webp", "gif", "avif"] as const)("%s gives about the colours that it shows", async (format) => {
    const flat: PixelImage = { width: 32, height: 16, channels: 3, pixels: new Uint8Array(32 * 16 * 3).fill(200) };
    const file = await fromPixels(flat).toFormat(format).toBuffer();

    const { width, height, pixels } = await pixelsOf(file, 3);

    expect([width, height]).toEqual([32, 16]);
    expect(Math.max(...pixels.map((value) => Math.abs(value - 200)))).toBeLessThanOrEqual(3);
  });

  test("CMYK becomes sRGB", async () => {
    const flat: PixelImage = {
      width: 8,
      height: 8,
      channels: 3,
      pixels: Uint8Array.from(Array.from({ length: 64 }, () => [200, 60, 60]).flat()),
    };
    const cmyk = await fromPixels(flat).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();

    const { channels, pixels } = await pixelsOf(cmyk);

    expect(channels).toBe(3);
    for (const [i, value] of [200, 60, 60].entries()) expect(Math.abs(pixels[i]! - value)).toBeLessThan(25);
  });

  test("a broken colour profile is passed over", async () => {
    const jpeg = await fromPixels(corners).withIccProfile("p3").jpeg().toBuffer();
    const at = jpeg.indexOf("acsp");
    const broken = Buffer.from(jpeg);
    broken.fill(0x5a, at - 20, at + 60);

    expect((await pixelsOf(broken)).pixels).toHaveLength(18);
  });
});

describe("channels that a node asks for", () => {
  test.each([
    [3, 1, [...red, 0, 255, 0, 10, 20, 30], [76, 150, 18]],
    [1, 3, [7, 9], [7, 7, 7, 9, 9, 9]],
    [1, 4, [7], [7, 7, 7, 255]],
    [3, 4, red, [...red, 255]],
    [4, 3, [200, 100, 50, 128, 9, 9, 9, 0], [100, 50, 25, 0, 0, 0]],
    [4, 1, [255, 255, 255, 51], [51]],
  ] as const)("%i to %i", async (from, to, pixels, expected) => {
    const image: PixelImage = {
      width: pixels.length / from,
      height: 1,
      channels: from,
      pixels: Uint8Array.from(pixels),
    };

    expect([...(await codec.decode(image, to)).pixels]).toEqual(expected);
  });
});

describe("writing", () => {
  test.each([1, 3, 4] as const)("a PNG of %i channels reads back as it was", async (channels) => {
    const pixels = Uint8Array.from({ length: 12 * channels }, (_, i) => i * 5);
    const image: PixelImage = { width: 4, height: 3, channels, pixels };

    const png = await codec.encode(image, "png");

    expect(await pixelsOf(png)).toEqual({ ...image, pixels: [...pixels] });
  });

  test("JPEG, which knows no transparency, shows it as black", async () => {
    const pixels = Uint8Array.from(Array.from({ length: 64 }, () => [255, 255, 255, 0]).flat());

    const jpeg = await codec.encode({ width: 8, height: 8, channels: 4, pixels }, "jpeg");

    expect(Math.max(...(await pixelsOf(jpeg)).pixels)).toBeLessThan(4);
  });

  test("a picture that its format cannot hold is refused with the format named", async () => {
    const image: PixelImage = { width: 20_000, height: 1, channels: 1, pixels: new Uint8Array(20_000) };

    await expect(codec.encode(image, "webp")).rejects.toThrow(/20000 × 1 pixels cannot be written as WEBP/);
  });
});

test("a still encoded picture resamples as its pixels do", async () => {
  const opened = await codec.open(await codec.encode(corners, "png"));
  const size = { width: 5, height: 7, kernel: "cubic" } as const;

  expect(await codec.resize(opened, size)).toEqual(await codec.resize(corners, size));
});

test("errors are those that a person can mend", async () => {
  const refusal = codec.open(new Uint8Array());

  await expect(refusal).rejects.toBeInstanceOf(NodeError);
});
