import type { Graph } from "../../graph/schema.ts";
import { secretProblems } from "../../graph/secret-problems.ts";
import { definitions } from "../../nodes/definitions.ts";
import { secretNameSchema, secretNamesIn } from "../../graph/secret-ref.ts";
import { MIN_SECRET_CHARACTERS } from "../secrets/secret-limits.ts";
import { givenSecrets, type RunSecrets } from "../secrets/run-secrets.ts";
import { readNamedFile } from "./read-named-file.ts";
import { UsageError } from "./usage-error.ts";

const VARIABLE_PREFIX = "SECRET_";

/**
 * The secrets that the graphs name: from the file, else from the environment variable SECRET_ and the name. The message of
 * a mistake never repeats a value.
 *
 * @throws UsageError for one that is given nowhere, is too short to be masked, or a line of the file that is no secret
 */
export async function readSecrets(
  file: string | undefined,
  {
    graphs,
    environment = process.env,
  }: { graphs: readonly Graph[]; environment?: Readonly<Record<string, string | undefined>> },
): Promise<RunSecrets> {
  const inFile = file === undefined ? new Map<string, string>() : await readSecretFile(file);
  const opened = neededBy(graphs).map((name) => {
    const value = inFile.get(name) ?? environment[VARIABLE_PREFIX + name];
    if (value === undefined || value === "") {
      const how = `Set the environment variable ${VARIABLE_PREFIX}${name}, or give a file with a line ${name}=… by --secrets.`;
      throw new UsageError(`The workflow uses the secret "${name}", which is not given. ${how}`);
    }
    if (value.length < MIN_SECRET_CHARACTERS) {
      const message = `The secret "${name}" has ${value.length} characters; with fewer than ${MIN_SECRET_CHARACTERS} it could not be masked in what is printed.`;
      throw new UsageError(message);
    }
    return { name, value, hosts: null };
  });
  return givenSecrets(opened, (name) => `The secret "${name}" is not given to this run.`);
}

/** Of nodes that would run. */
function neededBy(graphs: readonly Graph[]): string[] {
  const names = secretNamesIn(graphs);
  return names.filter((name) => {
    const others = new Set(names.filter((other) => other !== name));
    return graphs.some((graph) => secretProblems(graph, { names: others, library: definitions }).length > 0);
  });
}

/** Lines NAME=value, as in .env files: empty ones and those that begin with # are passed over, quotes around a value are not part of it. */
async function readSecretFile(file: string): Promise<Map<string, string>> {
  const text = Buffer.from(await readNamedFile(file, `The file of secrets "${file}"`)).toString("utf8");
  const found = new Map<string, string>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const [, name = "", value = ""] = /^\s*(?:export\s+)?([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!secretNameSchema.safeParse(name).success) {
      throw new UsageError(
        `Line ${at + 1} of "${file}" is no secret. Write NAME=value, with a name such as SERVICE_KEY.`,
      );
    }
    found.set(name, /^(["'])(.*)\1$/.exec(value)?.[2] ?? value);
  }
  return found;
}
