import { MarkdownText } from "./markdown-text.tsx";

/** The node type's page: what it does, its limits, its formulas. */
export function NodeAbout({ docs }: { docs: string }) {
  return (
    <div className="node-about grid gap-2 p-3.5 text-xs leading-read text-2">
      <MarkdownText text={docs} />
    </div>
  );
}
