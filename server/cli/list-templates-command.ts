import { listTemplates } from "../templates/list-templates.ts";
import { templatesFolder } from "./load-workflow.ts";
import { readArguments } from "./read-arguments.ts";

export async function listTemplatesCommand(args: string[]): Promise<number> {
  const { json } = readArguments(args, { subject: null });
  const templates = await listTemplates({ dir: templatesFolder });
  if (json) {
    const rows = templates.map(({ name, title, summary, tags, models, nodeCount }) => ({
      name,
      title,
      summary,
      tags,
      models,
      nodeCount,
    }));
    console.log(JSON.stringify(rows, null, 2));
  } else for (const { name, summary } of templates) console.log(`${name.padEnd(28)}${summary}`);
  return 0;
}
