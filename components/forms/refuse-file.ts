import type { Kind } from "#graph/kinds";

type Rule = { fits: (file: { name: string; type: string }) => boolean; noun: string; remedy: string };

const hasEnding = (...endings: string[]) => {
  const pattern = new RegExp(`\\.(${endings.join("|")})$`, "i");
  return ({ name }: { name: string }) => pattern.test(name);
};
const rules: Partial<Record<Kind, Rule>> = {
  image: {
    fits: ({ type }) => type.startsWith("image/"),
    noun: "picture",
    remedy: "Choose a PNG, JPEG or WebP file.",
  },
  audio: { fits: hasEnding("wav", "wave"), noun: "WAV file", remedy: "Save the sound as WAV first." },
  video: { fits: ({ type }) => type.startsWith("video/"), noun: "video", remedy: "Choose a video file." },
  table: {
    fits: hasEnding("csv", "tsv", "txt", "parquet", "json", "jsonl", "ndjson"),
    noun: "table",
    remedy: "Save it as CSV, Parquet or JSON first.",
  },
  tensor: { fits: hasEnding("npy"), noun: ".npy file", remedy: "Save the tensor with numpy.save, or type it as JSON." },
};

/** Why an input of this kind takes no such file, before it is sent; what its name and type cannot say, the run says. */
export function refuseFile(kind: Kind, file: { name: string; type: string }): string | null {
  const rule = rules[kind];
  if (!rule || rule.fits(file)) return null;
  return `“${file.name}” is no ${rule.noun}. ${rule.remedy}`;
}
