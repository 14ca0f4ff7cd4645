// The inspector: what nearside noticed on this page, what it makes of it, and why each slot shows what it shows.
//
// A table of contents: the agent, the panel with its six views, and what ties them together. It lives in a shadow
// root on one element, asks the agent only while it is open, remembers nothing, and loads all it needs with the page.

import { Agent } from './agent.js';
import { announcer } from './announcer.js';
import { attention } from './attention.js';
import { decisions } from './decisions.js';
import { el } from './element.js';
import { Evidence } from './evidence.js';
import { features } from './features.js';
import { openers } from './opener.js';
import { outline } from './outline.js';
import { Panel } from './panel.js';
import { Poll } from './poll.js';
import { privacy } from './privacy.js';
import { Requests } from './requests.js';
import { signals } from './signals.js';
import { styles } from './styles.js';
import { timeline } from './timeline.js';

const agent = new Agent();
const evidence = new Evidence();
const requests = new Requests(agent);
const overlay = outline();
const voice = announcer(evidence);

const panel = new Panel({
  overlay,
  views: [
    { id: 'decisions', label: 'Decisions', view: decisions(agent, evidence) },
    { id: 'attention', label: 'Attention', view: attention() },
    { id: 'signals', label: 'Signals', view: signals() },
    { id: 'features', label: 'Features', view: features() },
    { id: 'timeline', label: 'Timeline', view: timeline() },
    { id: 'privacy', label: 'Privacy', view: privacy(agent, requests) },
  ],
  opened: () => poll.start(),
  closed: () => poll.stop(),
});

const poll = new Poll(() => panel.update(agent.inspect(), agent));

agent.onDecision((decision) => {
  const inspection = agent.inspect();
  evidence.keep(decision.slot, inspection);
  if (panel.isOpen) voice.say(decision, inspection);
});

// The agent takes a click on nothing that answers for a dead one; from outside, this element is all that it sees of a
// click in the panel, and this attribute says that it answers.
const host = el('nearside-inspector', { contenteditable: 'false' });
const root = host.attachShadow({ mode: 'open' });
const { button, start } = openers(panel);
root.append(...styles(start), overlay.node, panel.node, voice.node, button);
document.body.append(host);
