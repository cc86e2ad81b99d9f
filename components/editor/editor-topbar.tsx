"use client";
import {
  ChevronDown,
  ClipboardList,
  Download,
  FileUp,
  FlaskConical,
  Globe,
  History,
  ImageDown,
  PanelLeft,
  PanelRight,
  Pencil,
  Search,
  TriangleAlert,
} from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useStore } from "zustand";
import { AheadLink } from "#components/ui/ahead-link";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { Kbd } from "#components/ui/kbd";
import { lazyDialog } from "#components/ui/lazy-dialog";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "#components/ui/menu";
import { Mark } from "../shell/mark.tsx";
import { useSession } from "../shell/session-context.tsx";
import { PeopleHere } from "../together/people-here.tsx";
import { UserMenu } from "../shell/user-menu.tsx";
import { ActionIcon } from "./actions/action-button.tsx";
import type { Autosave } from "./saving/autosave.ts";
import { useEditor } from "./canvas/canvas-context.tsx";
import { hasNodes } from "./actions/editor-action.ts";
import { actionOf } from "./actions/editor-actions.ts";
import { usePanels, useTools } from "./editor-tools.ts";
import { isMacPlatform, keysText } from "./keys/keys.ts";
import { savePicture } from "./picture/save-picture.ts";
import { RunButton } from "./running/run-button.tsx";
import { SaveStatus } from "./saving/save-status.tsx";
import { TitleField } from "./title-field.tsx";

const PublishDialog = lazyDialog(async () => (await import("../deployments/publish-dialog")).PublishDialog);

/** Where one is, whether it is saved, undo, find, Publish and Run. */
export function EditorTopbar({
  title,
  isRenaming,
  onRename,
  autosave,
  isKeeping,
}: {
  title: string;
  isRenaming: boolean;
  onRename: (title: string | null) => void;
  autosave: Autosave | null;
  isKeeping: boolean;
}) {
  const tools = useTools();
  const { user, workspace } = useSession();
  const { isPaletteOpen, isInspectorOpen, view } = usePanels();
  const isOutline = view === "outline";
  const [isPublishing, setIsPublishing] = useState(false);
  const [shortcut] = useState(() => keysText("Mod+K", isMacPlatform()));
  return (
    <header
      data-region
      className="relative flex h-11 items-center gap-2 border-b border-line bg-panel pr-2.5 pl-3 [grid-area:top]"
    >
      <span className="flex min-w-0 flex-1 items-center gap-2">
        <AheadLink href="/workflows" aria-label="All workflows" className="mr-1 flex rounded-2">
          <Mark />
        </AheadLink>
        <span className="max-w-32 truncate text-3 max-lg:hidden">{workspace.name}</span>
        <span aria-hidden className="text-3 max-lg:hidden">
          /
        </span>
        {isRenaming ? (
          <span className="flex w-60 px-1.5">
            <TitleField value={title} label="Workflow title" onDone={onRename} />
          </span>
        ) : (
          <Menu
            align="start"
            trigger={
              <button
                type="button"
                className="flex h-md min-w-0 items-center gap-1.5 rounded-2 px-1.5 font-strong hover:bg-hover"
              >
                <h1 className="truncate text-sm tracking-normal">{title}</h1>
                <Icon icon={ChevronDown} size={12} />
              </button>
            }
          >
            <MenuItem
              icon={Pencil}
              isDisabled={!tools.mayEdit}
              onSelect={() => void setTimeout(() => tools.renameWorkflow(), 0)}
            >
              Rename
            </MenuItem>
            <MenuItem icon={History} onSelect={() => void tools.openHistory()}>
              Version history
            </MenuItem>
            <MenuItem icon={FlaskConical} onSelect={() => void setTimeout(() => actionOf("tests").run(tools), 0)}>
              Tests
            </MenuItem>
            <MenuItem icon={Download} onSelect={() => void tools.downloadFile()}>
              Download as a file
            </MenuItem>
            <MenuItem icon={ImageDown} isDisabled={!hasNodes(tools)} onSelect={() => void savePicture(tools, "png")}>
              Save as a picture (PNG)
            </MenuItem>
            <MenuItem icon={ImageDown} isDisabled={!hasNodes(tools)} onSelect={() => void savePicture(tools, "svg")}>
              Save as a picture (SVG)
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={ClipboardList} onSelect={() => actionOf("open-form").run(tools)}>
              Open the form
            </MenuItem>
            <MenuLink>
              <Link href={`/runs?workflow=${tools.workflowId}`} className="no-underline">
                <Icon icon={FileUp} size={14} />
                Runs of this workflow
              </Link>
            </MenuLink>
          </Menu>
        )}
        <span className="min-w-0 max-sm:hidden">
          {autosave ? (
            <SaveStatus isInBar autosave={autosave} isKeeping={isKeeping} onRetry={() => void tools.saveNow()} />
          ) : (
            <span className="text-xs text-3">To look at</span>
          )}
        </span>
      </span>
      <span className="flex items-center gap-0.5">
        <span className="flex gap-0.5 max-sm:hidden">
          <ActionIcon id="undo" />
          <ActionIcon id="redo" />
        </span>
        <button
          type="button"
          aria-keyshortcuts="Control+K"
          className="ml-2 flex h-sm w-[232px] items-center gap-1.5 rounded-2 border border-strong bg-sunken px-1.5 text-xs text-3 hover:text-1 max-lg:w-8 max-lg:justify-center max-sm:hidden"
          onClick={() => actionOf("commands").run(tools)}
        >
          <Icon icon={Search} size={14} />
          <span className="max-lg:sr-only">Find or do anything</span>
          <span className="ml-auto max-lg:hidden" suppressHydrationWarning>
            <Kbd>{shortcut}</Kbd>
          </span>
        </button>
      </span>
      <span className="flex items-center justify-end gap-2 sm:flex-1">
        <PeopleHere together={tools.together} />
        <ProblemsButton />
        <ActionIcon id="toggle-outline" isPressed={isOutline} />
        <span className="flex items-center gap-px max-sm:hidden">
          <IconButton
            icon={PanelLeft}
            label="Nodes"
            isPressed={isPaletteOpen}
            onClick={() => tools.ui.setState({ isPaletteOpen: !isPaletteOpen })}
          />
          <IconButton
            icon={PanelRight}
            label="Inspector"
            isPressed={isInspectorOpen}
            onClick={() => tools.ui.setState({ isInspectorOpen: !isInspectorOpen })}
          />
        </span>
        <UserMenu user={user} workspaceName={workspace.name} isCompact side="bottom" />
        <Button icon={ClipboardList} className="max-md:hidden" onClick={() => actionOf("open-form").run(tools)}>
          Form
        </Button>
        {tools.mayEdit && (
          <Button icon={Globe} className="max-sm:hidden" onClick={() => setIsPublishing(true)}>
            Publish
          </Button>
        )}
        <RunButton />
      </span>
      {isPublishing && (
        <PublishDialog workflowId={tools.workflowId} saveNow={tools.saveNow} onClose={() => setIsPublishing(false)} />
      )}
    </header>
  );
}

/** How many things are wrong; nothing when nothing is. */
function ProblemsButton() {
  const { ui } = useTools();
  const count = useEditor(({ problems }) => problems.filter(({ severity }) => severity === "error").length);
  const isOpen = useStore(ui, ({ areProblemsOpen }) => areProblemsOpen);
  if (count === 0 && !isOpen) return null;
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      aria-label={`Problems: ${count}`}
      className="flex h-md items-center gap-1 rounded-2 px-1.5 text-xs text-2 tabular-nums hover:bg-hover aria-pressed:bg-selected"
      onClick={() => ui.setState({ areProblemsOpen: !isOpen })}
    >
      <span className={count > 0 ? "text-danger" : undefined}>
        <Icon icon={TriangleAlert} size={14} />
      </span>
      {count}
    </button>
  );
}
