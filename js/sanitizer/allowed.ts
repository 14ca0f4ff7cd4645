// What passes of a catalogue's HTML: structure, links and images.
//
// Not on these lists, among much else: what runs or loads, forms, SVG and MathML, names that scripts or labels look up
// (`id`, `name`, `for`), `data-*`, which is pages' own grammar and nearside's, and `target` and `srcset`.

export const ELEMENTS = (
  "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em " +
  "figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s " +
  "samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
).split(" ");

const ATTRIBUTES = (
  "abbr alt aria-atomic aria-busy aria-current aria-describedby aria-description aria-expanded aria-hidden aria-label " +
  "aria-labelledby aria-level aria-live aria-posinset aria-setsize class cite colspan datetime decoding dir height href " +
  "hreflang lang loading open rel reversed role rowspan scope span src start title translate value width"
).split(" ");

/** Attributes that hold an address, which is judged. */
export const ADDRESSES = ["href", "src", "cite"];

/** What a link may lead to. */
const LINKS = ["https:", "http:", "mailto:", "tel:", "sms:"];

/** The attributes that pass, with `style` where a catalogue asks for it. */
export function attributes(styles: boolean): string[] {
  return styles ? [...ATTRIBUTES, "style"] : ATTRIBUTES;
}

/** Whether an address may stand in that attribute: images are fetched unasked, so only from this site or by https. */
export function isRightAddress(name: string, value: string): boolean {
  try {
    const { protocol, origin } = new URL(value, document.baseURI);
    if (name !== "src") return LINKS.includes(protocol);
    // The origin of a sandboxed page is "null", and so is that of a `data:` address.
    return protocol === "https:" || (origin === location.origin && origin !== "null");
  } catch {
    return false;
  }
}
