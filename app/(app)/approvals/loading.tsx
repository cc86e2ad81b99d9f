import { ApprovalsSkeleton } from "#components/approvals/approvals-skeleton";
import { PageHeader } from "#components/shell/page-header";

export default function ApprovalsLoading() {
  return (
    <>
      <PageHeader title="Approvals" />
      <div className="px-6 py-4 max-sm:px-4">
        <ApprovalsSkeleton />
      </div>
    </>
  );
}
