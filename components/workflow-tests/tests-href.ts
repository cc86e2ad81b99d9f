export function testsHref(workflowId: string): string {
  return `/workflows/${workflowId}/tests`;
}
