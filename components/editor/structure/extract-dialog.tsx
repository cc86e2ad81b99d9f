"use client";
import { useId, useMemo, useState } from "react";
import { useStore } from "zustand";
import { titleSchema } from "#graph/schema";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";
import { useEditor } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { extractAs, extractSelection, titleOfSelection } from "./structure-work.ts";

/** Asks what the new workflow is called, and shows what goes in and out of it; or says why there can be none. */
export function ExtractDialog() {
  const { ui } = useTools();
  const isOpen = useStore(ui, ({ dialog }) => dialog === "extract");
  return isOpen ? <OpenDialog /> : null;
}

function OpenDialog() {
  const tools = useTools();
  const { ui, editor } = tools;
  const formId = useId();
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const selection = useEditor((state) => state.selection);
  const extraction = useMemo(() => extractSelection({ graph, library, selection }), [graph, library, selection]);
  const [title, setTitle] = useState(() => titleOfSelection(editor.getState()));
  const [problem, setProblem] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const close = () => ui.setState({ dialog: null });

  async function extract() {
    const parsed = titleSchema.safeParse(title);
    if (!parsed.success) {
      setProblem(`The title ${parsed.error.issues[0]?.message ?? "cannot be used"}.`);
      return;
    }
    setBusy(true);
    const isDone = await extractAs(tools, parsed.data);
    setBusy(false);
    if (isDone) close();
  }

  if (!extraction.ok) {
    return (
      <Dialog
        key="refusal"
        isOpen
        onOpenChange={close}
        title="This cannot be a workflow of its own"
        description={extraction.reason}
        actions={
          <>
            <Button onClick={close}>Close</Button>
            {extraction.blockedBy.length > 0 && (
              <Button
                variant="primary"
                onClick={() => editor.getState().select([...selection, ...extraction.blockedBy])}
              >
                Take {extraction.blockedBy.length === 1 ? "it" : "them"} in too
              </Button>
            )}
          </>
        }
      />
    );
  }
  return (
    // Another dialog than the refusal: the button that takes nodes in must not become the one that extracts while it is pressed.
    <Dialog
      key="form"
      isOpen
      onOpenChange={(isOpen) => !isOpen && !isBusy && close()}
      title="Extract to a workflow"
      description="The chosen nodes become a workflow of its own, and one node that runs it takes their place."
      actions={
        <>
          <Button disabled={isBusy} onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            Extract
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void extract();
        }}
      >
        <Field label="Title" error={problem}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              value={title}
              maxLength={200}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => {
                setProblem(undefined);
                setTitle(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs">
          <Names title="Inputs" names={extraction.inputs} empty="None: it needs nothing from outside." />
          <Names title="Outputs" names={extraction.outputs} empty="None: nothing reads from it." />
        </dl>
        {extraction.remarks.map((remark) => (
          <p key={remark} className="text-xs text-2">
            {remark}
          </p>
        ))}
      </form>
    </Dialog>
  );
}

function Names({ title, names, empty }: { title: string; names: readonly string[]; empty: string }) {
  return (
    <>
      <dt className="text-3">{title}</dt>
      <dd>{names.length > 0 ? names.join(", ") : empty}</dd>
    </>
  );
}
