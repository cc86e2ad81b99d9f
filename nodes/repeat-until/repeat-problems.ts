import { describeType } from "#graph/describe-type";
import { fitTypes } from "#graph/fit-types";
import type { WorkflowRef } from "#graph/workflow-ref";

type Params = { workflow: WorkflowRef; until: string; untilOutput: string };

/** What keeps a workflow from being repeated: no way to end, or outputs that do not fit the inputs they are fed to. */
export function repeatProblems({ workflow, until, untilOutput }: Params): { param: string; message: string }[] {
  return [...endProblems({ workflow, until, untilOutput }), ...feedbackProblems(workflow)];
}

function endProblems({ workflow, until, untilOutput }: Params) {
  if (untilOutput === "") {
    if (until.trim() !== "") return [];
    const message =
      'Nothing ends the repetition: write a condition, such as "iteration >= 5", or name a boolean output.';
    return [{ param: "until", message }];
  }
  const output = workflow.outputs.find(({ name }) => name === untilOutput);
  if (!output) {
    const names = workflow.outputs.map(({ name }) => `"${name}"`).join(", ") || "none";
    const message = `"${workflow.title}" has no output "${untilOutput}" to end the repetition. Its outputs: ${names}.`;
    return [{ param: "untilOutput", message }];
  }
  const fits = output.list === 0 && (output.type.kind === "boolean" || output.type.kind === "any");
  if (fits) return [];
  const message = `The output "${untilOutput}" gives ${describeType(output.type, output.list)}, and only a boolean can end the repetition. Name another, or write a condition.`;
  return [{ param: "untilOutput", message }];
}

function feedbackProblems({ title, inputs, outputs }: WorkflowRef) {
  return outputs.flatMap((output) => {
    const input = inputs.find(({ name }) => name === output.name);
    if (!input) return [];
    const isFit = input.list === output.list && fitTypes(output.type, input.type) === null;
    if (isFit) return [];
    const [gives, takes] = [describeType(output.type, output.list), describeType(input.type, input.list)];
    const message = `"${title}" gives ${gives} at its output "${output.name}" and takes ${takes} at its input of that name, so it cannot be fed back. Rename one of them, or give them one kind.`;
    return [{ param: "workflow", message }];
  });
}
