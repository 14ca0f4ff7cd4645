// The npm subpath `nearside/consent`: the answers of consent managers, for a client or for the script tag's queue.
//
// `connect(client, tcf())`, or any function `(set) => unsubscribe` of the page's own. Importing it does nothing.

export type { Adapter, Answer, Purpose, SetAnswer } from "./adapter";
export { connect } from "./connection";
export { consentMode } from "./consent-mode";
export { cookieconsent } from "./cookieconsent";
export { cookieYes } from "./cookieyes";
export { gpp } from "./gpp";
export type { Groups } from "./groups";
export { klaro } from "./klaro";
export { oneTrust } from "./onetrust";
export { tcf } from "./tcf";
