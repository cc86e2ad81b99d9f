import "#server-only";

/**
 * Every table that points to artifacts, by `workspace_id` and `hash`: what one of them points to stays. A new table that
 * does so needs a line here, which a test over the schema asks for.
 */
export const artifactReferences = [
  { table: "run_artifacts", owner: "runs" },
  // Of items that wait for their run.
  { table: "batch_artifacts", owner: "runs" },
  { table: "cache_artifacts", owner: "cache" },
  // What tests of workflows were given, and expect.
  { table: "workflow_test_artifacts", owner: "tests" },
  { table: "model_versions", owner: "models" },
  // Of what people pinned or chose in workflows.
  { table: "workflow_references", owner: "files" },
] as const;

export type ArtifactOwner = (typeof artifactReferences)[number]["owner"];

export function ownersBesides(...owners: readonly ArtifactOwner[]): ArtifactOwner[] {
  return allOwners.filter((owner) => !owners.includes(owner));
}

/** A condition in SQL: one of the tables of these owners points to the artifact that the query calls `alias`. */
export function isReferencedBy(alias: string, owners: readonly ArtifactOwner[]): string {
  const tables = artifactReferences.filter(({ owner }) => owners.includes(owner)).map(({ table }) => table);
  const tests = tables.map(
    (table) =>
      `exists (select from ${table} as ref where ref.workspace_id = ${alias}.workspace_id and ref.hash = ${alias}.hash)`,
  );
  return `(${tests.join(" or ")})`;
}

const allOwners: readonly ArtifactOwner[] = artifactReferences.map(({ owner }) => owner);

/**
 * A condition in SQL: a step made the artifact that the query calls `alias`, and none of these in its workspace points to
 * it. What people put there stays: it is among their files and models.
 */
export function isUnneeded(alias: string, owners: readonly ArtifactOwner[] = allOwners): string {
  return `${alias}.is_made and not ${isReferencedBy(alias, owners)}`;
}
