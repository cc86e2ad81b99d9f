import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { approverRoles } from "#graph/waits";
import { durationUnits, LONGEST_WAIT_MS, unitNames, unitOptions } from "../duration-params.ts";
import { parseTemplate } from "../parse-template.ts";
import { placeholderInputs } from "../placeholder-inputs.ts";

const passed = { kind: "any", variable: "T" } as const;
const outputs = {
  approved: { label: "Approved", type: passed },
  rejected: { label: "Rejected", type: passed },
  decision: { label: "Decision", type: { kind: "json" }, description: "Who decided what, when, with which note." },
} as const satisfies Ports;
const inputs = { value: { label: "Value", type: passed } } as const satisfies Ports;
/** What matters once there is a time limit. */
const limited = { param: "limit", except: [0] };

export const waitForApproval = defineNode({
  type: "wait-for-approval",
  version: 1,
  title: "Wait for approval",
  summary: "Waits until a person approves or rejects the value.",
  docs: `Shows the value to people and **waits for one of them to approve or reject it**, minutes or weeks. Meanwhile the run
occupies no worker; whatever does not depend on the answer goes on.

The value leaves by *Approved* or by *Rejected*; the other side is skipped. *Decision* says who answered, when, and with
which note: \`{ "decision": "approved", "by": "Ada", "at": "2026-…", "note": "…" }\`.

- *Question* is a template: \`{{value}}\` is the value, every other \`{{name}}\` becomes an input.
- *Who may answer* is the least role; members with a higher one may answer as well.
- With a *time limit* the answer is given by itself when nobody did in time: rejected, approved, or the step fails.
- A list is judged item by item, each with an answer of its own, in one place where all can be answered at once. Turn on
  *Whole lists* to ask once for all of it. One step may ask for 500 items.`,
  category: "logic",
  icon: "user-check",
  keywords: ["human", "review", "pause", "confirm", "manual", "ask", "gate"],
  inputs: inputs as Ports,
  outputs: outputs as Ports,
  params: z.strictObject({
    message: z.string().max(2_000).default("Is this right?").meta({
      title: "Question",
      widget: "code",
      language: "template",
      onNode: true,
      description: "What people are asked, with {{placeholders}}.",
    }),
    role: z
      .enum(approverRoles)
      .default("runner")
      .meta({
        title: "Who may answer",
        widget: "select",
        onNode: true,
        description: "The least role. Those above may answer too.",
        options: { runner: "Runners", editor: "Editors", admin: "Admins", owner: "Owners" },
      }),
    limit: z
      .number()
      .min(0)
      .max(10_000)
      .default(0)
      .meta({ title: "Time limit", widget: "number", description: "0 waits for as long as it takes." }),
    limitUnit: z
      .enum(unitNames)
      .default("hours")
      .meta({ title: "Limit in", widget: "select", options: unitOptions, onlyFor: limited }),
    onLimit: z
      .enum(["reject", "approve", "fail"])
      .default("reject")
      .meta({
        title: "When nobody answers",
        widget: "select",
        description: "What happens when the time limit is over.",
        options: { reject: "Reject", approve: "Approve", fail: "Fail" },
        onlyFor: limited,
      }),
    wholeLists: z
      .boolean()
      .default(false)
      .meta({ title: "Whole lists", widget: "switch", description: "Asks once for a list instead of for each item." }),
  }),
  portsFor: ({ message, wholeLists }) => {
    const list = wholeLists === true ? ({ list: "any" } as const) : {};
    const value = { ...inputs.value, ...list };
    return {
      inputs: { value, ...placeholderInputs(message ?? "", inputs) },
      outputs: {
        ...outputs,
        approved: { ...outputs.approved, ...list },
        rejected: { ...outputs.rejected, ...list },
      },
    };
  },
  checkParams: ({ message, limit, limitUnit }) => [
    ...(message.trim() === ""
      ? [{ param: "message", message: "The question is empty. Say what is to be judged." }]
      : []),
    ...parseTemplate(message).problems.map((problem) => ({ param: "message", message: problem })),
    ...(limit * durationUnits[limitUnit] > LONGEST_WAIT_MS
      ? [{ param: "limit", message: `${limit} ${limitUnit} are too long. A time limit may be a year at most.` }]
      : []),
  ],
  impure: true,
});
