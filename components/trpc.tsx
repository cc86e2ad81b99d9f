"use client";
import { QueryClient, QueryClientProvider, replaceEqualDeep } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  isTRPCClientError,
  splitLink,
  type TRPCClientError,
} from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useState } from "react";
import type { AppRouter } from "#server/trpc/root";
import { browserTransformer } from "./browser-transformer.ts";
import { pauseWhenHidden } from "./streams/pause-when-hidden.ts";
import { askServer } from "./streams/ask-server.ts";

const { TRPCProvider: Provider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
export { useTRPC, useTRPCClient };
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Queries, mutations and subscriptions for everything below. Once around the app, and around what is read from another address. */
export function TRPCProvider({ url = "/api/trpc", children }: { url?: string; children: React.ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(() => createClient(url));
  return (
    <QueryClientProvider client={queryClient}>
      <Provider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </Provider>
    </QueryClientProvider>
  );
}

/** The error as our server sent it: `data.reason`, `data.details`, `data.requestId`. Null for any other. */
export function asServerError(error: unknown): TRPCClientError<AppRouter> | null {
  return isTRPCClientError<AppRouter>(error) ? error : null;
}

function createClient(url: string) {
  const asked = { url, transformer: browserTransformer, fetch: askServer };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: [pauseWhenHidden(), httpSubscriptionLink({ url, transformer: browserTransformer })],
        false: splitLink({
          // Goes out at once, and waits for nothing else that is asked in the same turn.
          condition: ({ context }) => context.isUrgent === true,
          true: httpLink(asked),
          // The server refuses longer batches; and a URL has its limits.
          false: httpBatchLink({ ...asked, maxItems: 20, maxURLLength: 8_000 }),
        }),
      }),
    ],
  });
}

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server rendered a moment ago is not asked for again at once.
        staleTime: 5_000,
        // Offline as well: else they would wait without a word, and nobody could try again.
        networkMode: "always",
        structuralSharing: shareEqual,
        refetchOnReconnect: true,
        retry: (failures, error) => failures < 2 && !isRefusal(error),
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** What is equal stays the same object. A field "constructor" of what a run gave can keep the comparison from its end. */
function shareEqual(before: unknown, after: unknown): unknown {
  try {
    return replaceEqualDeep(before, after);
  } catch {
    return after;
  }
}

/** Asking again changes nothing: the server understood and said no. */
function isRefusal(error: unknown): boolean {
  const status = asServerError(error)?.data?.httpStatus;
  return status !== undefined && status < 500;
}
