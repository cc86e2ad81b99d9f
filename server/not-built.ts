/** Stands where a service is being built. */
export function notBuilt(): never {
  throw new Error("This part is being built.");
}
