// The clipboard, where the browser lets us at it: not on pages without TLS, and not where its owner said no.

/** Copies `text`; gives whether it is there now. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
