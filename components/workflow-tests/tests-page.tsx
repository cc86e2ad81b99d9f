"use client";
import { Workflow } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header";
import { LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { TestsBoard } from "./tests-board.tsx";

const MOST_VERSIONS = 20;

/** What a workflow has to give, and how its versions did. */
export function TestsPage({ workflowId, title }: { workflowId: string; title: string }) {
  return (
    <>
      <PageHeader
        title={title}
        facts={<span>Tests</span>}
        actions={
          <LinkButton>
            <Link href={`/workflows/${workflowId}`} className="no-underline">
              <Icon icon={Workflow} size={14} />
              Open in the editor
            </Link>
          </LinkButton>
        }
      />
      <div className="mx-auto w-full max-w-[1080px] px-6 py-5 max-sm:px-4">
        <TestsBoard workflowId={workflowId} versions={MOST_VERSIONS} />
      </div>
    </>
  );
}
