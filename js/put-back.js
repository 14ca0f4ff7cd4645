// Puts a slot's default content back: the very same nodes, in the very same order, around the templates that
// stayed. The agent and the loader share it, the loader for when the agent can no longer run.

/**
 * @param {Map<Element, ChildNode[]>} kept slot → its child nodes before the first swap
 * @param {Element} slot
 */
export function putBack(kept, slot) {
  const nodes = kept.get(slot);
  if (!nodes) return;
  kept.delete(slot);
  const before = new Set(nodes);
  for (const node of [...slot.childNodes]) if (!before.has(node)) node.remove();
  let next = null;
  for (const node of nodes.reverse()) {
    // What the page took for itself meanwhile is the page's.
    if (node.parentNode && node.parentNode !== slot) continue;
    if (!node.parentNode) slot.insertBefore(node, next);
    next = node;
  }
  slot.removeAttribute("data-nearside-shown");
}
