// The inspector: what nearside noticed on this page, what it makes of it, and why each slot shows what it shows.
//
// A table of contents: the agent, the panel with its six views, and what ties them together. It asks the agent only while
// it is open, remembers nothing, and leaves the page byte for byte as it found it.

import { announcer } from "./announcer";
import { attention } from "./attention";
import { decisions } from "./decisions";
import { Evidence } from "./evidence";
import { features } from "./features";
import { frame } from "./frame";
import { Inspected, type Inspectable } from "./inspected";
import { outline } from "./outline";
import { Panel } from "./panel";
import { poll } from "./poll";
import { privacy } from "./privacy";
import { replay } from "./replay";
import { Requests } from "./requests";
import { signals } from "./signals";

/** Closes the one that is open: a page has one at most. */
let closeFormer = () => {};

/** Opens the inspector for a client, whatever its agent is up to; gives the function that closes it. */
export function open(client: Inspectable): () => void {
  closeFormer();
  const opened = new AbortController();
  const { signal } = opened;
  const agent = new Inspected(client);
  const evidence = new Evidence();
  const frames = outline(signal);
  const voice = announcer(evidence);
  const close = (closeFormer = () => opened.abort());
  const panel = new Panel({
    tabs: [
      { id: "decisions", label: "Decisions", view: decisions(agent, evidence, voice.say) },
      { id: "attention", label: "Attention", view: attention() },
      { id: "signals", label: "Signals", view: signals() },
      { id: "features", label: "Features", view: features() },
      { id: "replay", label: "Replay", view: replay(agent) },
      { id: "privacy", label: "Privacy", view: privacy(agent, new Requests(signal)) },
    ],
    outline: frames.turn,
    close,
  });
  const { host, root, show } = frame(frames.node, panel.node, voice.node);

  const before = document.activeElement;
  signal.addEventListener("abort", () => {
    const isWithin = root.activeElement !== null;
    host.remove();
    // Who went on to the page meanwhile stays there. The page's body cannot hold the focus, and need not.
    if (isWithin && before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
  const unheard = client.on("decision", (decision) => {
    const inspection = agent.inspect();
    evidence.keep(decision.slot, inspection);
    voice.tell(decision, inspection);
  });
  signal.addEventListener("abort", unheard);

  show();
  poll(() => {
    const inspection = agent.inspect();
    panel.update(inspection, inspection ? null : agent.trouble());
    if (inspection) frames.update(inspection);
  }, signal);
  frames.turn(true);
  // Opened by the page's address it is nobody's doing: an input that the page gave the focus keeps it.
  if (navigator.userActivation?.isActive ?? true) panel.focus();
  return close;
}
