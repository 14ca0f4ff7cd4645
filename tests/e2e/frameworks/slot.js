// The variant of the slot on both frameworks' pages: what is in its template, or the `template` as a whole.

export const RULE = '{"page.elapsed": {"$gte": 0}}';

export function variant(as) {
  const content = '<p id="proof">proof</p>';
  return as === 'template' ? `<template data-nearside-variant="proof" data-nearside-when='${RULE}'>${content}</template>` : content;
}
