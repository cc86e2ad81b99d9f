import type { Locator } from "@playwright/test";
import { settledBox } from "./settled-box.ts";
import { VersionsPage } from "./versions-page.ts";

/** A workflow that several people have open: who is here, their pointers, what they chose and changed. */
export class TogetherPage extends VersionsPage {
  face(name: string): Locator {
    return this.page.getByRole("list", { name: "Also here" }).getByRole("img", { name });
  }

  pointer(name: string): Locator {
    return this.page.locator(`[data-pointer-of="${name}"]`);
  }

  /** Around what someone else has chosen. */
  chosenBy(name: string): Locator {
    return this.page.getByRole("img", { name: `Chosen by ${name}` });
  }

  /** Beside the chosen node's form: what someone did to it a moment ago. */
  get mark(): Locator {
    return this.editor.inspector.getByRole("status").filter({ hasText: /ago|just now/ });
  }

  async movePointer({ x, y }: { x: number; y: number }) {
    const box = await settledBox(this.editor.canvas);
    await this.page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 3 });
  }
}
