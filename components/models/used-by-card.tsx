import { Workflow } from "lucide-react";
import Link from "next/link";
import { Icon } from "#components/ui/icon";
import { Card } from "./card";
import type { ModelVersion } from "./model-data.ts";

export function UsedByCard({ version }: { version: ModelVersion }) {
  return (
    <Card title="Used by">
      {version.usedBy.length === 0 ? (
        <p className="text-xs text-3">No workflow uses version {version.number}.</p>
      ) : (
        <ul className="text-xs">
          {version.usedBy.map(({ workflowId, title }) => (
            <li key={workflowId} className="flex h-[30px] items-center gap-2 border-t border-line">
              <Icon icon={Workflow} size={14} className="text-3" />
              <Link
                href={`/workflows/${workflowId}`}
                className="truncate underline decoration-(--border-strong) underline-offset-3 hover:decoration-current"
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
