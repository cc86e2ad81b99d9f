"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { TextInput } from "#components/ui/text-input";
import { hasRules, type KeepingRules, noRules } from "#graph/keeping-rules";
import { formatCount } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import { ConfirmRulesDialog } from "./confirm-rules-dialog";
import { removedWords, starredWords } from "./preview-words.ts";
import { draftOf, isSameRules, readDraft, type RuleName } from "./rules-draft.ts";

const PAUSE_MS = 400;

const ruleWords: { name: RuleName; before: string; unit: string }[] = [
  { name: "maxAgeDays", before: "Runs that ended more than", unit: "days ago" },
  { name: "maxRuns", before: "The oldest of more than", unit: "runs" },
  { name: "maxBytes", before: "The oldest of more than", unit: "GB of runs" },
];

/** The rules by which runs go, with what they would remove now; for those who may set them. */
export function RulesForm({ saved }: { saved: KeepingRules }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const id = useId();
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [isAsking, setAsking] = useState(false);
  const { rules, problems } = readDraft(draft);
  const asked = usePaused(rules ?? noRules, PAUSE_MS);
  const preview = useQuery(
    trpc.storage.preview.queryOptions(
      { rules: asked },
      { enabled: hasRules(asked), placeholderData: keepPreviousData, staleTime: 0 },
    ),
  );
  const isPreviewOf = rules !== null && isSameRules(rules, asked) && !preview.isPlaceholderData;
  const save = useMutation(
    trpc.storage.setRules.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        showToast({ title: "The rules are saved" });
        await queryClient.invalidateQueries(trpc.storage.keeping.queryFilter());
      },
    }),
  );
  const isChanged = rules !== null && !isSameRules(rules, saved);

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!rules || !isChanged) return;
        if (hasRules(rules) && (!isPreviewOf || preview.data?.runs !== 0)) setAsking(true);
        else save.mutate({ rules });
      }}
    >
      {ruleWords.map(({ name, before, unit }) => {
        const { isOn, text } = draft[name];
        const set = (change: Partial<typeof draft.maxRuns>) =>
          setDraft({ ...draft, [name]: { ...draft[name], ...change } });
        return (
          <div key={name} className="grid gap-1">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Checkbox id={`${id}-${name}`} isChecked={isOn} onChange={(next) => set({ isOn: next })} />
              <label htmlFor={`${id}-${name}`}>{before}</label>
              <span className="flex items-center gap-2 whitespace-nowrap">
                <TextInput
                  inputMode="decimal"
                  aria-label={`${before} how many ${unit}`}
                  aria-invalid={problems[name] ? true : undefined}
                  aria-describedby={problems[name] && `${id}-${name}-problem`}
                  className="w-24! text-right tabular-nums max-sm:w-20!"
                  maxLength={20}
                  disabled={!isOn}
                  value={text}
                  onChange={({ target }) => set({ text: target.value })}
                />
                <span className={isOn ? undefined : "text-3"}>{unit}</span>
              </span>
            </div>
            {problems[name] && (
              <p id={`${id}-${name}-problem`} role="alert" className="text-xs text-danger">
                {problems[name]}
              </p>
            )}
          </div>
        );
      })}
      <p role="status" className="min-h-5 text-2">
        <PreviewWords rules={rules} preview={preview} isCurrent={isPreviewOf} />
      </p>
      {save.error && !isAsking && (
        <p role="alert" className="text-danger">
          {save.error.message}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={!isChanged} isBusy={save.isPending}>
          Save the rules
        </Button>
        {!isSameRules(rules ?? noRules, saved) && (
          <Button variant="quiet" onClick={() => setDraft(draftOf(saved))}>
            As they were
          </Button>
        )}
      </div>
      {isAsking && rules && (
        <ConfirmRulesDialog
          preview={isPreviewOf ? preview.data : undefined}
          error={preview.error?.message ?? save.error?.message}
          isBusy={save.isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => save.mutate({ rules })}
        />
      )}
    </form>
  );
}

function PreviewWords({
  rules,
  preview,
  isCurrent,
}: {
  rules: KeepingRules | null;
  preview: { data?: Parameters<typeof removedWords>[0] | undefined; error: { message: string } | null };
  isCurrent: boolean;
}) {
  if (!rules) return null;
  if (!hasRules(rules)) return "Every run is kept until somebody deletes it.";
  if (preview.error) return `What they would remove could not be found out: ${preview.error.message}`;
  if (!preview.data || !isCurrent) return "Looking what these rules would remove";
  const removed = removedWords(preview.data);
  const starred = starredWords(preview.data);
  return [removed ? `They would now remove ${removed}.` : "They would remove nothing now.", starred]
    .filter(Boolean)
    .join(" ");
}

/** The value once it has stayed the same for a while. */
function usePaused(value: KeepingRules, pauseMs: number): KeepingRules {
  const [paused, setPaused] = useState(value);
  const isSame = isSameRules(paused, value);
  useEffect(() => {
    if (isSame) return;
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  });
  return paused;
}

/** The rules in words, for those who may only look. */
export function RulesInWords({ rules }: { rules: KeepingRules }) {
  if (!hasRules(rules)) return <p className="text-2">Every run is kept until somebody deletes it.</p>;
  const draft = draftOf(rules);
  return (
    <ul className="grid gap-1">
      {ruleWords
        .filter(({ name }) => draft[name].isOn)
        .map(({ name, before, unit }) => (
          <li key={name}>
            {before} {formatCount(Number(draft[name].text))} {unit}
          </li>
        ))}
    </ul>
  );
}
