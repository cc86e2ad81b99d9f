import { Globe } from "lucide-react";
import Link from "next/link";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { Card } from "./card";
import type { Model } from "./model-data.ts";

/** Under which names programs ask for the model, and which version answers. */
export function PublishedCard({ model: { deployments } }: { model: Model }) {
  return (
    <Card title="Published">
      {deployments.length === 0 ? (
        <p className="text-xs text-3">No program asks for this model yet.</p>
      ) : (
        <ul className="text-xs">
          {deployments.map(({ id, name, modelVersion }) => (
            <li key={id} className="flex h-[30px] items-center gap-2 border-t border-line">
              <Icon icon={Globe} size={14} className="text-3" />
              <Link
                href={`/deployments/${id}`}
                className="mono min-w-0 flex-1 truncate underline decoration-(--border-strong) underline-offset-3 hover:decoration-current"
              >
                {name}
              </Link>
              {modelVersion === null ? <Badge>not published</Badge> : <Badge isOutlined>v{modelVersion}</Badge>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
