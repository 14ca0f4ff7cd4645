// A view: what stands behind one tab.

import type { Inspection } from "../agent";

export interface View {
  node: HTMLElement;
  /** Shows an inspection; called while the view is seen. */
  update(inspection: Inspection): void;
  /** Called with every inspection, seen or not. */
  observe?(inspection: Inspection): void;
  /** The view is seen no more. */
  leave?(): void;
}
