import type { ArchiveManifest } from "./archive-format.ts";

/** For whoever unpacks an archive and wonders. */
export function readmeOf({ app, run, workflow, artifacts, missing, models }: ArchiveManifest): string {
  const number = run.number === undefined ? "" : ` ${run.number}`;
  return `A run of Patchbay
=================

This is run${number} of the workflow "${workflow.title}": ${run.status}, ended ${run.finishedAt}. Written by Patchbay ${app}.

To look at it
  in Patchbay       Runs, "Open a run file", or drop this zip onto the list of runs
  on a command line patchbay open run.zip
                    patchbay open run.zip --out folder    writes its outputs as files

What is in it
  run.json          the workflow as it ran with all that it runs, its inputs, times and versions
  events.jsonl      what happened, in order, one event a line, with the values at each port or their hashes
  artifacts/        ${artifacts.length} large values and files, each under its SHA-256
${missing.length > 0 ? `\n${missing.length} values were not kept any more when this was written. They are missing here as they were there.\n` : ""}
Secrets are not in it: nodes name them, and they are set anew where the workflow is to run again.
${
  models.length > 0
    ? `Neither are models. To look at the run they are not needed; to run it again upload them first:\n${models
        .map(({ name, hash }) => `  ${name}  SHA-256 ${hash}`)
        .join("\n")}\n`
    : "It needs no models.\n"
}
The format is described in docs/run-archive.md of Patchbay.
`;
}
