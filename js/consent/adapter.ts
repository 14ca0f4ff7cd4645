// What a consent manager is to the agent: a function that passes the visitor's answers on until it is told to stop.
//
// `set` may be called at any time and any number of times; the last answer for a purpose holds. What a manager has not
// been told it does not say: silence is pending, and pending keeps and sends nothing.

import type { Answer, Purpose } from "../client";

export type { Answer, Purpose } from "../client";

/** Takes the visitor's answer for one purpose. */
export type SetAnswer = (purpose: Purpose, answer: Answer) => void;

/** Subscribes to a consent manager; gives the function that ends it. Any such function will do. */
export type Adapter = (set: SetAnswer) => () => void;
