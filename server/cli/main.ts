import { UsageError } from "./usage-error.ts";

/** Exit codes: 0 done, 1 the workflow or a test failed or validate found errors, 2 bad usage or an invalid workflow, 3 it waits for an answer. */
process.env.ORT_DISABLE_TELEMETRY = "1";

const usage = `Patchbay on the command line, without a database but for --saved, test and runs.

  patchbay run <workflow> [--input name=value | name=@file …] [--to node | --from node | --only node] [--with folder] [--record folder] [--pin node.port=value | node.port=@file …] [--out folder] [--no-cache] [--json]
               [--secrets file]
               [--approve all | --approve node=yes …] [--timeout 90s] [--trace file.json] [--profile] [--archive run.zip]
  patchbay open <run.zip> [--out folder] [--json]
  patchbay validate <workflow> [--json]
  patchbay export <workflow> [--ts] [--out file]
  patchbay export --saved <title or id> [--ts] [--out file]
  patchbay test <title or id of a saved workflow> [--version 3] [--timeout 10m] [--json]
  patchbay runs ["status:failed duration:>2s"] [--sort longest | shortest | largest | smallest] [--limit 30] [--workspace name] [--json]
  patchbay models inspect <file.onnx> [--json]
  patchbay templates list [--json]
  patchbay accelerators [--model file.onnx] [--json]
  patchbay serve <file.onnx | workflow | folder | template name …> [--http-port 8000] [--grpc-port 8001] [--metrics-port 8002]
                 [--host 127.0.0.1] [--max-request-mb 64] [--versions 1] [--watch] [--api-keys keys.txt | --open] [--allow-repository] [--json]
  patchbay keys create [--admin] [--name words] [--file keys.txt] [--json]

A workflow is a file, a script that builds one (.ts, .mts, .js, .mjs), "-" for one that is piped in, or the name of a template.
export prints it as JSON, and with --ts as a TypeScript program that gives the same JSON; --saved takes it out of the database.
test runs the tests that were kept of a workflow, on its newest version or another, by a worker that is there or one of its own.
runs lists the runs of the database that match a query, newest first; docs/run-history.md has its words.
An input is given as text, or as the content of a file with @; repeat it for a list. Without, its sample is taken.
With --to only that node and what it depends on run, and what it gave is printed as nodeId.port.
--record keeps what each node gave in a folder. --from runs a node and all below it, --only the node alone, with what
comes from above taken from such a folder, --with. --pin gives an output its value in place of what its node would compute.
Steps that cost little aside, what a step gave before is taken again where there is a data folder; with --no-cache all run.
Pictures, tensors, masks, tables and files go into the folder of --out. With --json one JSON document is printed.
A workflow that asks for an approval asks on the terminal; without one it is answered by --approve, or ends with code 3.
A secret that nodes name is taken from the file of --secrets, with lines NAME=value, or from the environment variable SECRET_NAME.
With --timeout a run that computes for longer fails; what it waits for does not count.
--archive writes the run as one zip: what a server gives of its runs, and what it opens. open tells what such a zip holds, and with
--out writes the outputs into a folder.
--trace writes where the time went, for chrome://tracing and Perfetto; with --profile the operators of models are timed as well.
Exit codes: 0 done, 1 the workflow or a test failed or validate found errors, 2 bad usage or an invalid workflow, 3 it waits for an answer.`;

/** Each gives its exit code. Loaded when it is asked for: listing templates must not load what computes. */
const commands: Record<string, (args: string[]) => Promise<number>> = {
  run: async (args) => (await import("./run-workflow.ts")).runWorkflow(args),
  open: async (args) => (await import("./open-run.ts")).openRun(args),
  validate: async (args) => (await import("./validate-workflow.ts")).validateWorkflow(args),
  test: async (args) => (await import("./test-workflow.ts")).testWorkflow(args),
  export: async (args) => (await import("./export-workflow.ts")).exportWorkflowCommand(args),
  runs: async (args) => (await import("./list-runs-command.ts")).listRunsCommand(args),
  "models inspect": async (args) => (await import("./inspect-model.ts")).inspectModel(args),
  "templates list": async (args) => (await import("./list-templates-command.ts")).listTemplatesCommand(args),
  accelerators: async (args) => (await import("./show-accelerators.ts")).showAccelerators(args),
  "keys create": async (args) => (await import("./create-key.ts")).createKey(args),
  serve: async (args) => (await import("./serve.ts")).serve(args),
};

async function main(args: string[]): Promise<number> {
  if (args.length === 0 || args.includes("--help") || args[0] === "help") {
    console.log(usage);
    return args.length === 0 ? 2 : 0;
  }
  const name = [args.slice(0, 2).join(" "), args[0]!].find((candidate) => Object.hasOwn(commands, candidate));
  if (!name) throw new UsageError(`There is no command "${args.slice(0, 2).join(" ")}".\n${usage}`);
  return await commands[name]!(args.slice(name.split(" ").length));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  // Whoever reads the output as JSON gets JSON in each case.
  if (process.argv.includes("--json")) {
    const [message] = error.message.split("\n");
    console.log(JSON.stringify({ error: { message, ...error.details } }, null, 2));
  }
  process.exitCode = 2;
}
