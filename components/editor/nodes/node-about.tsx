import type { AnyNodeDefinition } from "#graph/define-node";
import { MarkdownText } from "../canvas/markdown-text.tsx";
import { paramFields } from "../inspector/param-form.ts";

/** The node type's page: what it does, its limits, its formulas, and what each param means. */
export function NodeAbout({ definition }: { definition: AnyNodeDefinition }) {
  const fields = paramFields(definition).filter(({ description }) => description);
  return (
    <div className="node-about grid gap-2 p-3.5 text-xs leading-read text-2">
      <MarkdownText text={definition.docs} />
      {fields.length > 0 && (
        <dl className="mt-2 grid gap-2 border-t border-line pt-3">
          {fields.map(({ name, title, description }) => (
            <div key={name}>
              <dt className="font-medium text-1">{title}</dt>
              <dd>{description}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
