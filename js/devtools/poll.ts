// The beat: four looks a second while the inspector is open and the tab visible, none otherwise.
//
// The first look is at once. A tab that was hidden catches up when it is seen again.

const PERIOD = 250;

/** Looks until `signal` aborts. */
export function poll(look: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const keep = () => {
    clearInterval(timer);
    if (document.hidden || signal.aborted) return;
    look();
    timer = setInterval(look, PERIOD);
  };
  document.addEventListener("visibilitychange", keep, { signal });
  signal.addEventListener("abort", keep);
  keep();
}
