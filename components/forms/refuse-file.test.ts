import { expect, test } from "vitest";
import type { Kind } from "#graph/kinds";
import { refuseFile } from "./refuse-file.ts";

test.each<[Kind, string, string, string | null]>([
  ["image", "cat.png", "image/png", null],
  ["image", "notes.txt", "text/plain", "“notes.txt” is no picture. Choose a PNG, JPEG or WebP file."],
  ["audio", "voice.WAV", "audio/wav", null],
  ["audio", "voice.mp3", "audio/mpeg", "“voice.mp3” is no WAV file. Save the sound as WAV first."],
  ["table", "sheet.xlsx", "", "“sheet.xlsx” is no table. Save it as CSV, Parquet or JSON first."],
  ["tensor", "x.npy", "", null],
  ["file", "anything.bin", "", null],
])("an input of kind %s and %s", (kind, name, type, refused) => {
  expect(refuseFile(kind, { name, type })).toBe(refused);
});
