// Consent: the visitor's answer for each of the four purposes, as radio buttons.
//
// answers -> checked radios; a choice -> agent.setConsent(purpose, answer). What is shown is always what the agent
// holds, which a browser's Global Privacy Control may have overruled.

import type { ConsentReport } from "../agent";
import type { Answer, Purpose } from "../client";
import { el } from "./element";
import type { Inspected } from "./inspected";

const ANSWERS: Answer[] = ["granted", "denied", "pending"];
const PURPOSES: Record<Purpose, string> = {
  personalize: "Choose content for you, in memory",
  store: "Keep what it learned on this device",
  learn: "Learn from what you do, on this device",
  measure: "Send anonymous, noised reports",
};

export function consent(agent: Inspected) {
  const groups = Object.entries(PURPOSES).map(([purpose, meaning]) => group(agent, purpose as Purpose, meaning));
  const update = (answers: ConsentReport) => groups.forEach((one) => one.update(answers[one.purpose]));
  return { node: el("div", { class: "consent" }, ...groups.map(({ node }) => node)), update };
}

function group(agent: Inspected, purpose: Purpose, meaning: string) {
  const radios = ANSWERS.map((answer) =>
    el("input", { type: "radio", name: `consent-${purpose}`, value: answer, on: { change: () => agent.setConsent(purpose, answer) } }),
  );
  const choices = radios.map((radio) => el("label", { class: "choice" }, radio, el("span", {}, radio.value)));
  const node = el(
    "fieldset",
    { class: "purpose" },
    el("legend", {}, el("b", {}, purpose), ` ${meaning}`),
    el("div", { class: "choices" }, ...choices),
  );
  const update = (answer: string) => {
    for (const radio of radios) if (radio.checked !== (radio.value === answer)) radio.checked = radio.value === answer;
  };
  return { node, purpose, update };
}
