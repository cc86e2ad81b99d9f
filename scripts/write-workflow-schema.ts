// Writes the JSON Schema of workflow files to public/schemas, for editors and for other people's tools.
// With --check it only compares, and fails when the file is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { workflowFileSchema } from "../graph/schema.ts";

const path = new URL("../public/schemas/workflow.schema.json", import.meta.url);
const schema = {
  ...z.toJSONSchema(workflowFileSchema, { io: "input", reused: "ref" }),
  title: "Patchbay workflow",
  description: "A workflow as a file. docs/workflow-format.md explains it.",
};
const text = `${JSON.stringify(schema, null, 2)}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== text) {
    console.error("public/schemas/workflow.schema.json is out of date. Run: node scripts/write-workflow-schema.ts");
    process.exit(1);
  }
} else writeFileSync(path, text);
