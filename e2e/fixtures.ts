import { test as base } from "@playwright/test";
import { goesToLivingPages } from "./alive.ts";
import { AccountPage } from "./account-page.ts";
import { ApprovalsPage } from "./approvals-page.ts";
import { BatchPage } from "./batch-page.ts";
import { CodePage } from "./code-page.ts";
import { EditorPage } from "./editor-page.ts";
import { FormPage } from "./form-page.ts";
import { FindPage } from "./find-page.ts";
import { GalleryPage } from "./gallery-page.ts";
import { ModelsPage } from "./models-page.ts";
import { OutlinePage } from "./outline-page.ts";
import { ParamsPage } from "./params-page.ts";
import { RewiringPage } from "./rewiring-page.ts";
import { RunsPage } from "./runs-page.ts";
import { SecretsPage } from "./secrets-page.ts";
import { SelectionPage } from "./selection-page.ts";
import { StructurePage } from "./structure-page.ts";
import { ValuesPage } from "./values-page.ts";
import { VersionsPage } from "./versions-page.ts";
import { WiresPage } from "./wires-page.ts";

type Pages = {
  account: AccountPage;
  approvals: ApprovalsPage;
  batch: BatchPage;
  code: CodePage;
  editor: EditorPage;
  form: FormPage;
  finding: FindPage;
  gallery: GalleryPage;
  models: ModelsPage;
  outline: OutlinePage;
  params: ParamsPage;
  rewiring: RewiringPage;
  runs: RunsPage;
  secrets: SecretsPage;
  selection: SelectionPage;
  structure: StructurePage;
  values: ValuesPage;
  versions: VersionsPage;
  wires: WiresPage;
};

/** Each test names the pages that it uses; all of them are views of the one browser page. */
export const test = base.extend<Pages>({
  context: async ({ context }, use) => {
    goesToLivingPages(context);
    await use(context);
  },
  account: async ({ page }, use) => use(new AccountPage(page)),
  approvals: async ({ page }, use) => use(new ApprovalsPage(page)),
  batch: async ({ page }, use) => use(new BatchPage(page)),
  code: async ({ page }, use) => use(new CodePage(page)),
  editor: async ({ page }, use) => use(new EditorPage(page)),
  form: async ({ page }, use) => use(new FormPage(page)),
  finding: async ({ page }, use) => use(new FindPage(page)),
  gallery: async ({ page }, use) => use(new GalleryPage(page)),
  models: async ({ page }, use) => use(new ModelsPage(page)),
  outline: async ({ page }, use) => use(new OutlinePage(page)),
  params: async ({ page }, use) => use(new ParamsPage(page)),
  rewiring: async ({ page }, use) => use(new RewiringPage(page)),
  runs: async ({ page }, use) => use(new RunsPage(page)),
  secrets: async ({ page }, use) => use(new SecretsPage(page)),
  selection: async ({ page }, use) => use(new SelectionPage(page)),
  structure: async ({ page }, use) => use(new StructurePage(page)),
  values: async ({ page }, use) => use(new ValuesPage(page)),
  versions: async ({ page }, use) => use(new VersionsPage(page)),
  wires: async ({ page }, use) => use(new WiresPage(page)),
});
