// Layout shifts as the browser measures them: what moved although nobody did anything.

/**
 * @param {(at: number, moved: Node[]) => void} tell
 * @returns {(() => void) | undefined} ends it; nothing where the browser measures no shifts
 */
export function watchShifts(tell) {
  if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("layout-shift")) return;
  const observer = new PerformanceObserver((list) => {
    for (const { hadRecentInput, startTime, sources } of list.getEntries()) {
      if (!hadRecentInput) tell(startTime, sources.map(({ node }) => node).filter(Boolean));
    }
  });
  observer.observe({ type: "layout-shift" });
  return () => observer.disconnect();
}
