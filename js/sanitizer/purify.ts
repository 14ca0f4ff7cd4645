// DOMPurify, for browsers without a sanitizer of their own: a chunk of its own.
//
// The same lists as the browser's. Where a CSP lets nothing be parsed it throws, and the variant is not shown.

import DOMPurify, { type Config } from "dompurify";
import { ADDRESSES, ELEMENTS } from "./allowed";
import { parsed, policy } from "./policy";
import { by, type Cleaned } from "./safe";

/** Words that are not addresses, and not to be judged as such. */
const isWords = (name: string) => !ADDRESSES.includes(name);

function clean(html: string, attributes: string[]): Cleaned {
  if (!DOMPurify.isSupported) throw new Error("HTML can't be made safe here: this browser lacks what DOMPurify needs");
  const made: DocumentFragment | null = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: [...ELEMENTS, "#text"],
    ALLOWED_ATTR: attributes,
    ADD_URI_SAFE_ATTR: attributes.filter(isWords),
    ALLOWED_NAMESPACES: ["http://www.w3.org/1999/xhtml"],
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    // As `setHTML` does: what is not allowed goes with all that is in it.
    KEEP_CONTENT: false,
    // White space at the beginning is content as well.
    FORCE_BODY: true,
    RETURN_DOM_FRAGMENT: true,
    TRUSTED_TYPES_POLICY: policy() as Exclude<Config["TRUSTED_TYPES_POLICY"], undefined>,
  });
  // A document of frames has no body.
  return { left: made ?? document.createDocumentFragment(), dropped: stricter(attributes) };
}

/** What it dropped although it is on the lists: values that would be markup elsewhere. */
function stricter(attributes: string[]): string[] {
  return DOMPurify.removed.flatMap((gone) => {
    if (!("attribute" in gone)) return [];
    const { attribute, from } = gone;
    const isOne = attribute && attributes.includes(attribute.name) && isWords(attribute.name);
    return isOne ? `${attribute.name} of <${from.nodeName.toLowerCase()}>` : [];
  });
}

export const makeSafe = by({ clean, parsed });
