// Whether text is selected in an element, which may lie in an open shadow root: there the document's selection says nothing of
// it, and browsers differ in who does.

/**
 * @param {Element} element
 * @returns {boolean}
 */
export function holdsSelection(element) {
  const selection = getSelection();
  const root = element.getRootNode();
  if (!selection) return false;
  if (!(root instanceof ShadowRoot)) return !selection.isCollapsed && selection.containsNode(element, true);
  const [composed] = selection.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
  if (!composed) {
    const inner = root.getSelection?.();
    return Boolean(inner && !inner.isCollapsed && inner.containsNode(element, true));
  }
  if (composed.collapsed) return false;
  const range = new Range();
  range.setStart(composed.startContainer, composed.startOffset);
  range.setEnd(composed.endContainer, composed.endOffset);
  // A caret in a field is, seen from here, a range around it: what counts is text.
  return range.toString() !== "" && range.intersectsNode(element);
}
