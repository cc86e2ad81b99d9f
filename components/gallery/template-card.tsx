import { LayoutTemplate } from "lucide-react";
import Link from "next/link";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatQuantity } from "../ui/format-number.ts";
import type { TemplateRow } from "./template-data.ts";

/** A template at a glance: its picture, what it does, and what it brings along. The whole card opens it. */
export function TemplateCard({ template }: { template: TemplateRow }) {
  const { name, title, summary, picture, models, samples, tags, nodeCount } = template;
  return (
    <article className="group relative flex flex-col overflow-hidden rounded-3 border border-line bg-node hover:border-strong has-focus-visible:border-ink">
      <div className="bg-dots grid aspect-[8/5] place-items-center overflow-hidden border-b border-line bg-sunken">
        {picture ? (
          <img src={picture} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <Icon icon={LayoutTemplate} size={20} className="text-3" />
        )}
      </div>
      <div className="flex flex-1 flex-col gap-1.5 px-3.5 pb-3 pt-2.5">
        <h2 className="text-md">
          <Link
            href={`/gallery/${name}`}
            data-row
            className="no-underline after:absolute after:inset-0 after:rounded-3"
          >
            {title}
          </Link>
        </h2>
        <p className="line-clamp-3 text-2">{summary}</p>
        <div className="mt-auto grid gap-1.5 pt-1.5 text-xs text-3">
          <p className="flex items-center gap-1.5">
            <PortGlyph kind="model" size={12} />
            <span className="truncate" title={models.map((model) => model.title).join(", ")}>
              {models.length === 0 ? "No model" : models.map((model) => model.title).join(", ")}
            </span>
            {models.length > 0 && (
              <span className="ml-auto shrink-0 tabular-nums">
                {formatBytes(models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))}
              </span>
            )}
          </p>
          <p className="flex items-center gap-1.5">
            <PortGlyph kind="file" size={12} />
            {formatQuantity(samples.length, "sample file")}
            <span className="ml-auto tabular-nums">{formatQuantity(nodeCount, "node")}</span>
          </p>
          {tags.length > 0 && (
            <ul aria-label="Tags" className="flex flex-wrap gap-1 pt-0.5">
              {tags.map((tag) => (
                <li key={tag} className="contents">
                  <Badge>{tag}</Badge>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </article>
  );
}
