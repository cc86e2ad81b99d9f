import { inspectModel } from "./inspect-model.ts";
import { listTemplatesCommand } from "./list-templates-command.ts";
import { runWorkflow } from "./run-workflow.ts";
import { showAccelerators } from "./show-accelerators.ts";
import { UsageError } from "./usage-error.ts";
import { validateWorkflow } from "./validate-workflow.ts";

/** Exit codes: 0 done, 1 the workflow failed, 2 bad usage or an invalid workflow. */
process.env.ORT_DISABLE_TELEMETRY = "1";

const usage = `Patchbay on the command line, without a database.

  patchbay run <workflow.json | template name> [--input name=value | name=@file …] [--out folder] [--json]
  patchbay validate <workflow.json> [--json]
  patchbay models inspect <file.onnx> [--json]
  patchbay templates list [--json]
  patchbay accelerators [--json]

An input is given as text, or as the content of a file with @; repeat it for a list.
Exit codes: 0 done, 1 the workflow failed, 2 bad usage or an invalid workflow.`;

/** Each gives its exit code. */
const commands: Record<string, (args: string[]) => Promise<number>> = {
  run: runWorkflow,
  validate: validateWorkflow,
  "models inspect": inspectModel,
  "templates list": listTemplatesCommand,
  accelerators: showAccelerators,
};

async function main(args: string[]): Promise<number> {
  if (args.length === 0 || args.includes("--help") || args[0] === "help") {
    console.log(usage);
    return args.length === 0 ? 2 : 0;
  }
  const name = [args.slice(0, 2).join(" "), args[0]!].find((candidate) => Object.hasOwn(commands, candidate));
  if (!name) throw new UsageError(`There is no command "${args.slice(0, 2).join(" ")}".\n\n${usage}`);
  return await commands[name]!(args.slice(name.split(" ").length));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
