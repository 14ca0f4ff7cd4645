// A file for whoever looks, made here: no server is asked.

import { el } from "./element";

export function save(name: string, json: string): void {
  const file = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  el("a", { href: file, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(file));
}
