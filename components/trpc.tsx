"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  isTRPCClientError,
  splitLink,
  type TRPCClientError,
} from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "#server/trpc/root";

const { TRPCProvider: Provider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
export { useTRPC, useTRPCClient };
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Queries, mutations and subscriptions for everything below. Once, around the app. */
export function TRPCProvider({ children }: { children: React.ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createClient);
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

function createClient() {
  const url = "/api/trpc";
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson }),
        // The server refuses longer batches; and a URL has its limits.
        false: httpBatchLink({ url, transformer: superjson, maxItems: 20, maxURLLength: 8_000 }),
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
        retry: (failures, error) => failures < 2 && !isRefusal(error),
      },
    },
  });
}

/** Asking again changes nothing: the server understood and said no. */
function isRefusal(error: unknown): boolean {
  const status = asServerError(error)?.data?.httpStatus;
  return status !== undefined && status < 500;
}
