import {
  ClipboardList,
  Command,
  Download,
  FlaskConical,
  History,
  ImageDown,
  Keyboard,
  Map as MapIcon,
  Maximize,
  Pencil,
  Save,
  TextSearch,
  TriangleAlert,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { hasNodes, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import type { EditorTools } from "../editor-tools.ts";
import { fitGraph } from "../canvas/fit-graph.ts";
import { savePicture } from "../picture/save-picture.ts";
import { toggleMinimap } from "../canvas/minimap-choice.ts";
import { motionMs } from "../../ui/motion.ts";
import { goToRegion } from "../inspector/regions.ts";

export const viewActions: readonly EditorAction[] = [
  {
    id: "next-region",
    label: "Go to the next region",
    group: "View",
    keys: ["F6"],
    worksWhileTyping: true,
    run: () => goToRegion(1),
  },
  {
    id: "previous-region",
    label: "Go to the region before",
    group: "View",
    keys: ["Shift+F6"],
    worksWhileTyping: true,
    run: () => goToRegion(-1),
  },
  {
    id: "fit",
    label: "Fit the view",
    group: "View",
    keys: ["Shift+1"],
    icon: Maximize,
    run: ({ flow }) => fitGraph(flow),
  },
  {
    id: "zoom-in",
    label: "Zoom in",
    group: "View",
    keys: ["+", "="],
    icon: ZoomIn,
    run: ({ flow }) => void flow.zoomIn({ duration: motionMs(140) }),
  },
  {
    id: "zoom-out",
    label: "Zoom out",
    group: "View",
    keys: ["-"],
    icon: ZoomOut,
    run: ({ flow }) => void flow.zoomOut({ duration: motionMs(140) }),
  },
  {
    id: "zoom-100",
    label: "Zoom to 100 %",
    group: "View",
    keys: ["Shift+0"],
    run: ({ flow }) => void flow.zoomTo(1, { duration: motionMs(140) }),
  },
  {
    id: "minimap",
    label: "Show or hide the minimap",
    group: "View",
    keys: ["M"],
    icon: MapIcon,
    run: toggleMinimap,
  },
  {
    id: "find",
    label: "Find and replace",
    group: "View",
    keys: ["Mod+F"],
    icon: TextSearch,
    worksWhileTyping: true,
    run({ ui }) {
      ui.setState({ isFindOpen: true });
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>("[data-find-words]")?.select());
    },
  },
  {
    id: "problems",
    label: "Show the problems",
    group: "View",
    keys: ["P"],
    icon: TriangleAlert,
    run: ({ ui }) => ui.setState(({ areProblemsOpen }) => ({ areProblemsOpen: !areProblemsOpen })),
  },
  {
    id: "commands",
    label: "Find or do anything",
    group: "View",
    keys: ["Mod+K"],
    icon: Command,
    worksWhileTyping: true,
    run: ({ ui }) => ui.setState({ dialog: "commands" }),
  },
  {
    id: "shortcuts",
    label: "Show all keys",
    group: "View",
    keys: ["?"],
    icon: Keyboard,
    run: ({ ui }) => ui.setState({ dialog: "shortcuts" }),
  },
  {
    id: "save",
    label: "Save now",
    group: "Workflow",
    keys: ["Mod+S"],
    icon: Save,
    worksWhileTyping: true,
    when: mayEdit,
    run: (tools) => void tools.saveNow(),
  },
  {
    id: "open-form",
    label: "Open the form",
    group: "Workflow",
    keys: ["Mod+Shift+F"],
    icon: ClipboardList,
    run: (tools) => void openForm(tools),
  },
  {
    id: "history",
    label: "Version history",
    group: "Workflow",
    keys: ["Mod+Alt+H"],
    icon: History,
    run: (tools) => void tools.openHistory(),
  },
  {
    id: "tests",
    label: "Tests",
    group: "Workflow",
    keys: [],
    icon: FlaskConical,
    run: ({ ui }) => ui.setState({ dialog: "tests" }),
  },
  {
    id: "rename-workflow",
    label: "Rename the workflow",
    group: "Workflow",
    keys: [],
    icon: Pencil,
    when: mayEdit,
    run: (tools) => tools.renameWorkflow(),
  },
  {
    id: "download",
    label: "Download as a file",
    group: "Workflow",
    keys: [],
    icon: Download,
    run: (tools) => void tools.downloadFile(),
  },
  {
    id: "save-png",
    label: "Save as a picture (PNG)",
    group: "Workflow",
    keys: [],
    icon: ImageDown,
    when: hasNodes,
    run: (tools) => void savePicture(tools, "png"),
  },
  {
    id: "save-svg",
    label: "Save as a picture (SVG)",
    group: "Workflow",
    keys: [],
    icon: ImageDown,
    when: hasNodes,
    run: (tools) => void savePicture(tools, "svg"),
  },
];

/** What people run who never see the canvas is what is saved. */
async function openForm({ saveNow, goTo, tell, workflowId }: EditorTools) {
  if (await saveNow()) goTo(`/workflows/${workflowId}/form`);
  else tell({ tone: "failed", title: "Not opened: the workflow could not be saved first" });
}
