"use client";
import { Component } from "react";

type Props = {
  children: React.ReactNode;
  /** What is drawn: when it becomes another, it is tried anew. */
  resetKey?: unknown;
  fallback: (failed: { error: Error; retry: () => void }) => React.ReactNode;
};
type State = { error: Error | null; resetKey: unknown };

/** Keeps a fault of drawing to its part of the page; React takes the whole page away otherwise. */
export class RenderBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    // Not faults: how Next.js leaves for another page.
    if (isOfRouter(thrown)) throw thrown;
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: State): Partial<State> | null {
    return Object.is(resetKey, state.resetKey) ? null : { error: null, resetKey };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return this.props.fallback({ error, retry: () => this.setState({ error: null }) });
  }
}

function isOfRouter(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null || !("digest" in thrown)) return false;
  return typeof thrown.digest === "string" && thrown.digest.startsWith("NEXT_");
}
