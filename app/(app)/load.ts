import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { createServerCaller } from "#server/trpc/server-caller";

type Caller = Awaited<ReturnType<typeof createServerCaller>>;

/**
 * What a page shows, through the same procedures as the browser, so that access is checked in one place.
 * Without a session it goes to the sign-in page; what is not there, or is another workspace's, is a 404.
 */
export async function load<T>(read: (caller: Caller) => Promise<T>): Promise<T> {
  const caller = await createServerCaller(await headers());
  try {
    return await read(caller);
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") redirect("/sign-in");
    // An id that is not even in the form of one is as unknown as any other.
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
}
