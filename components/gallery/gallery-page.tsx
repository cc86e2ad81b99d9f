"use client";
import { Inbox, LayoutTemplate } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { EmptyState } from "#components/ui/empty-state";
import { SearchField } from "#components/ui/search-field";
import { formatCount } from "../ui/format-number.ts";
import { enterRows } from "../ui/list-keys.ts";
import { TemplateCard } from "./template-card";
import { TemplateGrid } from "./template-grid";
import { findTemplates } from "./find-templates.ts";
import type { TemplateRow } from "./template-data.ts";

/** What can be run at once, to look through and to search. */
export function GalleryPage({ templates }: { templates: readonly TemplateRow[] }) {
  const [search, setSearch] = useState("");
  const [tag, setTag] = useState<string | null>(null);
  const tags = [...new Set(templates.flatMap((template) => template.tags))].toSorted();
  const found = findTemplates(templates, { search, tag });
  function clear() {
    setSearch("");
    setTag(null);
  }

  return (
    <>
      <PageHeader
        title="Gallery"
        facts={<span className="tabular-nums">{formatCount(templates.length)}</span>}
        actions={
          <SearchField
            label="Search by task, model or tag"
            value={search}
            onChange={setSearch}
            onKeyDown={enterRows}
            className="w-72 max-w-full max-sm:w-full"
          />
        }
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 pb-8 max-sm:px-4">
        {tags.length > 1 && (
          <div role="group" aria-label="Tags" className="flex shrink-0 flex-wrap gap-1.5 pt-3">
            <Chip isPressed={tag === null} onPress={() => setTag(null)}>
              All
            </Chip>
            {tags.map((one) => (
              <Chip key={one} isPressed={tag === one} onPress={() => setTag(tag === one ? null : one)}>
                {one}
              </Chip>
            ))}
          </div>
        )}
        {templates.length === 0 ? (
          <EmptyState icon={LayoutTemplate} title="No templates">
            This server came without templates. They are in the folder templates/ of the program.
          </EmptyState>
        ) : found.length === 0 ? (
          <EmptyState
            icon={Inbox}
            size="panel"
            title="No template matches"
            actions={<Button onClick={clear}>Show all</Button>}
          >
            Nothing here is called that, does that or uses that model.
          </EmptyState>
        ) : (
          <TemplateGrid>
            {found.map((template) => (
              <li key={template.name} className="grid">
                <TemplateCard template={template} />
              </li>
            ))}
          </TemplateGrid>
        )}
      </div>
    </>
  );
}
