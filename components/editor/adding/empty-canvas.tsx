"use client";
import { LayoutTemplate, Plus } from "lucide-react";
import Link from "next/link";
import { Button, LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { useEditor } from "../canvas/canvas-context.tsx";
import { actionOf } from "../actions/editor-actions.ts";
import { useTools } from "../editor-tools.ts";

/** What to do first, on a canvas with nothing on it. */
export function EmptyCanvas() {
  const tools = useTools();
  const isEmpty = useEditor(
    ({ graph }) =>
      Object.keys(graph.nodes).length + Object.keys(graph.notes).length + Object.keys(graph.groups).length === 0,
  );
  if (!isEmpty) return null;
  return (
    <div className="pointer-events-none absolute inset-0 z-[5] grid place-content-center justify-items-center gap-2 px-6 text-center">
      <h2 className="text-xl tracking-[-0.012em]">Patch the first nodes together</h2>
      <p className="max-w-[44ch] text-md leading-read text-2">
        Add an input, a node that works on it, and an output. Press <Kbd>/</Kbd> to find a node, or drop an .onnx file,
        a picture, a table or a workflow here.
      </p>
      <div className="pointer-events-auto mt-3 flex flex-wrap justify-center gap-2">
        <Button variant="primary" icon={Plus} onClick={() => actionOf("find-node").run(tools)}>
          Add a node
        </Button>
        <LinkButton>
          <Link href="/gallery">
            <Icon icon={LayoutTemplate} size={14} />
            Look at templates
          </Link>
        </LinkButton>
      </div>
    </div>
  );
}
