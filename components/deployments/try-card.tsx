"use client";
import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { TextArea, TextInput } from "#components/ui/text-input";
import { Card } from "../models/card";
import { formatDuration } from "../ui/format-duration.ts";
import type { WorkflowDeployment } from "./deployment-page";
import { isFileKind, sampleInputs } from "./request-snippets.ts";

type Answer = { status: number; tookMs: number; text: string; runId: string | null };

/** Sends a real request, as a program would, and shows what comes back. */
export function TryCard({ deployment: { name, current, inputs } }: { deployment: WorkflowDeployment }) {
  const mayMakeKeys = useMay("admin");
  const [key, setKey] = useState("");
  const [body, setBody] = useState(() => JSON.stringify({ inputs: sampleInputs(inputs) }, null, 2));
  const ask = useMutation({ mutationFn: () => send(name, { key: key.trim(), body }) });
  const isJson = canParse(body);
  const files = inputs.filter(({ kind }) => isFileKind(kind));
  return (
    <Card title="Try it">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== "" && isJson && current !== null) ask.mutate();
        }}
      >
        <Field
          label="API key"
          hint={
            mayMakeKeys ? (
              <>
                Make one under <Link href="/settings/keys">API keys</Link>. It stays in this page.
              </>
            ) : (
              "An admin of the workspace can give you one. It stays in this page."
            )
          }
        >
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="off"
              placeholder="pb_…"
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Body"
          error={isJson ? null : "This is not JSON yet."}
          hint={
            files.length > 0
              ? `${files.map((port) => port.name).join(", ")}: the sample is taken; base64 goes here too.`
              : undefined
          }
        >
          {(control) => (
            <TextArea
              {...control}
              rows={6}
              spellCheck={false}
              className="mono text-xs"
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Button
            type="submit"
            icon={Play}
            isBusy={ask.isPending}
            disabled={key.trim() === "" || !isJson || current === null}
          >
            Send
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {ask.error && <p className="mt-3 text-xs text-danger">The server did not answer: {ask.error.message}</p>}
        {ask.data && <AnswerBox answer={ask.data} />}
      </div>
    </Card>
  );
}

function AnswerBox({ answer: { status, tookMs, text, runId } }: { answer: Answer }) {
  return (
    <div className="mt-3">
      <p className="mb-1.5 flex items-baseline gap-2 text-xs text-2">
        <span className={status < 400 ? "font-medium text-1" : "font-medium text-danger"}>Status {status}</span>
        <span className="tabular-nums">{formatDuration(tookMs)}</span>
        {runId && (
          <Link href={`/runs/${runId}`} className="ml-auto">
            Look into the run
          </Link>
        )}
      </p>
      <pre
        tabIndex={0}
        aria-label="Answer"
        className="mono max-h-72 overflow-auto whitespace-pre-wrap wrap-anywhere rounded-2 bg-sunken p-3 text-xs"
      >
        {text}
      </pre>
    </div>
  );
}

async function send(name: string, { key, body }: { key: string; body: string }): Promise<Answer> {
  const startedAt = performance.now();
  const response = await fetch(`/api/v1/workflows/${name}/runs`, {
    method: "POST",
    credentials: "omit",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body,
  });
  const answer: unknown = await response.json();
  const id = typeof answer === "object" && answer !== null && "id" in answer ? answer.id : null;
  return {
    status: response.status,
    tookMs: performance.now() - startedAt,
    text: JSON.stringify(answer, null, 2),
    runId: typeof id === "string" ? id : null,
  };
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
