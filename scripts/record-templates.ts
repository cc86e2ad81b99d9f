// Runs every template with its samples and refreshes what is recorded of it: `recordedRun` in card.json, artifacts/ and
// picture.png. A recording that a fresh run still equals is left as it is, so that running this changes nothing by itself.
//
//   node scripts/record-templates.ts [template …]
import { readFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import type { ArtifactRef } from "../graph/recorded-values.ts";
import type { RunState } from "../graph/run-events.ts";
import { listTemplateNames } from "../server/templates/read-template.ts";
import { findDifference } from "../templates/find-difference.ts";
import { openTemplate, templatesDir } from "../templates/run-template.ts";
import { drawTemplatePicture } from "./draw-template-picture.ts";

process.env.ORT_DISABLE_TELEMETRY = "1";

const known = await listTemplateNames(templatesDir);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
for (const name of wanted) {
  if (!known.includes(name)) throw new Error(`There is no template "${name}". Templates: ${known.join(", ")}.`);
  await recordTemplate(name);
}

async function recordTemplate(name: string) {
  const opened = await openTemplate(name);
  try {
    const { outcome, failure, state } = await opened.run();
    if (outcome !== "succeeded") throw new Error(`${name}: ${outcome}. ${failure?.message ?? ""}`);
    const { recordedRun } = opened.template.card;
    const difference = recordedRun
      ? findDifference(
          await opened.portsOf(recordedRun, { isRecorded: true }).catch((error: Error) => error.message),
          await opened.portsOf(state),
          name,
        )
      : "nothing is recorded yet";
    if (difference) {
      await writeArtifacts(join(templatesDir, name, "artifacts"), state, opened.artifacts.read);
      await writeRecordedRun(join(templatesDir, name, "card.json"), state);
    }
    const picture = await drawTemplatePicture(name, await opened.portsOf(state));
    await writeFile(join(templatesDir, name, "picture.png"), picture);
    console.log(`${name}: ${difference ? `recorded anew (${difference})` : "as recorded"}.`);
  } finally {
    await opened.close();
  }
}

async function writeArtifacts(folder: string, state: RunState, read: (hash: string) => Promise<Uint8Array>) {
  await rm(folder, { recursive: true, force: true });
  const refs = artifactsIn(state);
  if (refs.length > 0) await mkdir(folder);
  for (const { hash } of refs) await writeFile(join(folder, hash), await read(hash));
}

/** Only `recordedRun` is written: the other fields of the card are kept by hand. */
async function writeRecordedRun(file: string, recordedRun: RunState) {
  const card = JSON.parse(await readFile(file, "utf8")) as object;
  const text = await format(JSON.stringify({ ...card, recordedRun }), { parser: "json", printWidth: 120 });
  await writeFile(file, text);
}

function artifactsIn(value: unknown): ArtifactRef[] {
  if (typeof value !== "object" || value === null) return [];
  const isRef = "hash" in value && "sizeBytes" in value && "mediaType" in value;
  const own = isRef ? [value as ArtifactRef] : [];
  return [...own, ...Object.values(value).flatMap(artifactsIn)];
}
