import { describe, expect, test } from "vitest";
import type { PixelImage } from "#graph/values";
import { resamplePixels } from "./resample-pixels.ts";

/** The results of Pillow 12.3 for the same pixels; `area` is its BOX. */
const pillow = [
  { from: [7, 5], channels: 3, to: [3, 2], kernel: "linear", pixels: "4b59a1b16c4e6db85e8d509bb565506bb279" },
  {
    from: [7, 5],
    channels: 3,
    to: [10, 9],
    kernel: "linear",
    pixels:
      "2973bf1a67ad425496d63980d01f5fb85f449beb2e7ec70e62ab694c98e62d74bd1c66ad445196d9347dd11b5eb75b4298e52b7dc71062ab6c4d96e73577bb2065ac464c96df2b79d4145bb5534092dc257ac61462ab705094e93378be1c64ae414895dc2974cd5a59b09b3f93df2579c91361ae6d5197e23079c41662b0394593d7286fc4b256aaf63e96e62777cc1160b167529dd92c79bf625fa8a1418cd82671c75755b09a3d98e3287bc40e63aa645298d82777ba9d5ba2f53d87d92472c90e55b3503d97df2a7ebe2064a3715093d8216cb49a59a3f43e8ddc2275c70d59ad4f408fdb3178bc875da1bb458dd61e66b09857a4f43f91dd2076c60d5caa4f428ad83575bbc4589fe83f89d5",
  },
  {
    from: [7, 5],
    channels: 3,
    to: [3, 4],
    kernel: "cubic",
    pixels: "4257a8bf554a6abc603e53a7ba7e4568bd617e4ea0be7c426bbb56aa479dc1455061b1af",
  },
  {
    from: [4, 3],
    channels: 3,
    to: [9, 7],
    kernel: "cubic",
    pixels:
      "2169d01866ca005ebd0a52aa794292e93077f61c5dda0c48d3053f3882b42f7dad15739c1b658d74558dcd438ad63076bd1f5fb7175578c66b6cbe614ead46409942608a818479bf8261ba73499b6e3f90a1f33499e82887d10472b8085fa8744e9ae04189e5387ac23474b662b95c70ae51979633af7d2e9b686a7b5fa7677aa259a18652b17c106b98356190974b7be43469dd1863bd145da45e4c8fbd3884e430004daf1e44a79a2e96fb177ef7005fd60041bb542ba2ca1a97fb13",
  },
  { from: [8, 6], channels: 1, to: [3, 2], kernel: "area", pixels: "6a79857e7c5f" },
  {
    from: [7, 5],
    channels: 3,
    to: [4, 8],
    kernel: "nearest",
    pixels:
      "2973bfe1377e9dee304c98e62973bfe1377e9dee304c98e63677baeb277693db255093e93079c4e2266c98e829529dd93079c4e2266c98e829529dd92879bbd723719be22b5294d81e66b0db1e748bda2b3f89d51e66b0db1e748bda2b3f89d5",
  },
  {
    from: [6, 4],
    channels: 4,
    to: [3, 3],
    kernel: "linear",
    pixels: "367da33d8cb23d57c44357989b4691908c9e833a9b90576cc12871af365ba39e5ca27153",
  },
  { from: [9, 9], channels: 1, to: [2, 9], kernel: "linear", pixels: "698175768967767670876f97817991846d72" },
] as const;

function patterned([width, height]: readonly [number, number], channels: 1 | 3 | 4): PixelImage {
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => i * 73 + 41 + ((i * i) % 17));
  return { width, height, channels, pixels };
}

describe.each(pillow)("$from to $to in $channels channels, $kernel", ({ from, channels, to, kernel, pixels }) => {
  test("gives Pillow's pixels", () => {
    const resized = resamplePixels(patterned(from, channels), { width: to[0], height: to[1], kernel });

    expect(Buffer.from(resized.pixels).toString("hex")).toBe(pixels);
  });
});

test.each(["nearest", "linear", "cubic", "area"] as const)("a picture of one colour stays so: %s", (kernel) => {
  const image: PixelImage = { width: 5, height: 4, channels: 3, pixels: new Uint8Array(60).fill(201) };

  for (const [width, height] of [
    [1, 1],
    [13, 2],
    [3, 17],
  ] as const) {
    expect(new Set(resamplePixels(image, { width, height, kernel }).pixels)).toEqual(new Set([201]));
  }
});

test("enlarging keeps the centre of what it shows", () => {
  const image: PixelImage = { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(0, 100) };

  const { pixels } = resamplePixels(image, { width: 4, height: 1, kernel: "linear" });

  expect([...pixels]).toEqual([0, 25, 75, 100]);
});

test("the colour of transparent pixels does not bleed", () => {
  const pixels = Uint8Array.of(255, 0, 0, 0, 0, 0, 255, 255);

  const resized = resamplePixels({ width: 2, height: 1, channels: 4, pixels }, { width: 1, height: 1, kernel: "area" });

  expect([...resized.pixels]).toEqual([0, 0, 255, 128]);
});
