"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Upload } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import type { JsonValue } from "#graph/json";
import { modelRefSchema } from "#graph/model-ref";
import { useTRPC } from "#components/trpc";
import { Icon } from "#components/ui/icon";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu";
import { PortGlyph } from "#components/ui/port-glyph";
import { ProgressBar } from "#components/ui/progress-bar";
import { formatBytes } from "../../ui/format-bytes.ts";
import { sendModel } from "../dropping/send-model.ts";
import type { FieldProps } from "./field-props.ts";

/** A model of the workspace. Choosing one keeps its signature in the params, so that its ports are there at once. */
export function ModelField({
  value,
  onChange,
  control,
  isReadOnly,
}: Pick<FieldProps, "value" | "onChange" | "control" | "isReadOnly">) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const models = useQuery(trpc.models.list.queryOptions());
  const input = useRef<HTMLInputElement>(null);
  const [fraction, setFraction] = useState<number | null>(null);
  const choose = useMutation({
    mutationFn: async (hash: string) => queryClient.fetchQuery(trpc.models.ref.queryOptions({ hash })),
    onSuccess: (model) => onChange(model as unknown as JsonValue),
  });
  const upload = useMutation({
    mutationFn: (file: File) => sendModel(file, setFraction),
    onSuccess: async ({ hash }) => {
      await queryClient.invalidateQueries(trpc.models.list.queryFilter());
      choose.mutate(hash);
    },
    onSettled: () => setFraction(null),
  });
  const chosen = modelRefSchema.safeParse(value);
  const error = choose.error ?? upload.error;
  return (
    <span className="grid gap-1">
      <Menu
        align="start"
        trigger={
          <button
            {...control}
            type="button"
            disabled={isReadOnly}
            className="flex h-sm w-full min-w-0 items-center gap-1.5 rounded-2 border border-control bg-node px-1.5 text-left text-xs aria-invalid:border-danger disabled:opacity-50"
          >
            <PortGlyph kind="model" state={chosen.success ? "connected" : "open"} />
            <span className={chosen.success ? "min-w-0 flex-1 truncate" : "min-w-0 flex-1 truncate text-3"}>
              {chosen.success ? chosen.data.name : "Choose a model"}
            </span>
            <Icon icon={ChevronDown} size={12} className="text-3" />
          </button>
        }
      >
        <MenuLabel>
          {models.data?.length
            ? "Models of this workspace"
            : models.error
              ? models.error.message
              : models.isPending
                ? "Looking"
                : "No models yet"}
        </MenuLabel>
        {models.data?.map((model) => (
          <MenuItem key={model.id} onSelect={() => choose.mutate(model.latest.hash)}>
            <span className="flex items-baseline gap-3">
              <span className="max-w-60 truncate">{model.name}</span>
              <span className="ml-auto text-2xs text-3 tabular-nums">{formatBytes(model.latest.sizeBytes)}</span>
            </span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={Upload} onSelect={() => input.current?.click()}>
          Upload an .onnx file
        </MenuItem>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".onnx"
        aria-label="Model file"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) upload.mutate(file);
          event.target.value = "";
        }}
      />
      {fraction !== null && <ProgressBar label="Sent" fraction={fraction} />}
      {error && (
        <span role="alert" className="text-2xs text-danger">
          {error.message}
        </span>
      )}
      {chosen.success && (
        <span className="flex min-w-0 gap-2 text-2xs text-3">
          <span className="mono truncate" title={chosen.data.hash}>
            {chosen.data.hash.slice(0, 12)}
          </span>
          <Link href="/models" className="ml-auto shrink-0">
            All models
          </Link>
        </span>
      )}
    </span>
  );
}
