import "#server-only";

/**
 * SQL for the bytes of a run's records, about: what its documents take in the tables, compressed, and some more for each row
 * and its index entries. `run` is how the query calls the row of `runs`.
 */
export function recordBytesOf(run: string): string {
  return `(600 + pg_column_size(${run}.graph) + pg_column_size(${run}.sub_graphs) + pg_column_size(${run}.inputs)
    + (select coalesce(sum(60 + pg_column_size(event)), 0) from run_events where run_id = ${run}.id)
    + (select coalesce(sum(90 + pg_column_size(record)), 0) from run_steps where run_id = ${run}.id))::bigint`;
}

/** SQL for the bytes of the artifacts that a run points to, whoever else does. */
export function contentBytesOf(run: string): string {
  return `(select coalesce(sum(size_bytes), 0) from run_artifacts join artifacts using (workspace_id, hash)
    where run_artifacts.workspace_id = ${run}.workspace_id and run_artifacts.run_id = ${run}.id)::bigint`;
}
