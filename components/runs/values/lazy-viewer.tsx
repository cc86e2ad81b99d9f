"use client";
import { createElement, lazy, memo, Suspense } from "react";
import { RenderBoundary } from "#components/ui/render-boundary";
import { ContentLoading, ViewerFailed } from "./content-state";

type Options<Props> = {
  /** What is shown: "picture". */
  label: string;
  load: () => Promise<React.ComponentType<Props>>;
  /** In its place until its code is there. */
  Fallback?: React.ComponentType<Props>;
};

/** A viewer whose code comes when one is first shown. Where it cannot be had, its place tells so and it can be asked for again. */
export function lazyViewer<Props extends object>({ label, load, Fallback }: Options<Props>) {
  let hasFailed = false;
  const ask = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch (cause) {
        hasFailed = true;
        throw new ViewerMissing(cause);
      }
    });
  let Viewer = ask();
  /** React keeps a failure for good. All that show this viewer share what came, so that none begins anew. */
  function askAgain() {
    if (!hasFailed) return;
    hasFailed = false;
    Viewer = ask();
  }
  /** Looks which is the newest when it is drawn anew, as after a failure. */
  function Newest(props: Props) {
    return createElement(Viewer as React.ComponentType<Props>, props);
  }
  function LazyViewer(props: Props) {
    return (
      <RenderBoundary
        fallback={({ error, retry }) => {
          // A fault of the viewer itself is for the boundary around the value.
          if (!(error instanceof ViewerMissing)) throw error;
          return (
            <ViewerFailed
              label={label}
              onRetry={() => {
                askAgain();
                retry();
              }}
            />
          );
        }}
      >
        <Suspense
          fallback={
            Fallback ? (
              createElement(Fallback, props)
            ) : (
              <ContentLoading label={`the ${label}`} className="h-40 w-full" />
            )
          }
        >
          <Newest {...props} />
        </Suspense>
      </RenderBoundary>
    );
  }
  // A new rendering around it would take away what the server rendered, where the code is still on its way.
  return memo(LazyViewer);
}

class ViewerMissing extends Error {
  constructor(cause: unknown) {
    super("The code of the viewer could not be loaded", { cause });
  }
}
