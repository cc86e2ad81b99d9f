import { createHash, randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

/**
 * Makes a key for `serve`, and prints it this once. The file gets the line with its SHA-256, which is all that the server
 * needs; without a file the line is printed as well.
 */
export async function createKey(args: string[]): Promise<number> {
  const { admin, name, file, json } = parse(args);
  const id = randomBytes(4).toString("hex");
  const key = `pbs_${id}_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(key).digest("hex");
  const comment = [id, name.replaceAll(/\s+/g, " ").trim()].filter(Boolean).join(" ");
  const line = `${hash} ${admin ? "admin" : "infer"} # ${comment}`;
  if (file !== undefined) append(file, line);
  if (json) console.log(JSON.stringify({ key, line }, null, 2));
  else {
    console.log(key);
    console.error(file === undefined ? `The line for the file of keys:\n${line}` : `Its line was added to ${file}.`);
    console.error("The key is not kept anywhere: copy it now.");
  }
  return 0;
}

function append(file: string, line: string): void {
  try {
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`The line cannot be added to ${file}: ${(error as Error).message}.`);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        admin: { type: "boolean", default: false },
        name: { type: "string", default: "" },
        file: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
