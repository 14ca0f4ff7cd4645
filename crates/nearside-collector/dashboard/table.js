// A table from rows: the first column heads its row. Texts become text nodes, never markup.

/** @param {{caption: string, columns: string[], rows: (string | Cell)[][]}} table */
export function table({ caption, columns, rows }) {
  const element = document.createElement('table');
  element.createCaption().textContent = caption;
  const head = element.createTHead().insertRow();
  columns.forEach((name, at) => head.append(heading(name, 'col', at > 0)));
  const body = element.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    cells.forEach((cell, at) => row.append(at === 0 ? heading(cell, 'row', false) : data(cell)));
  }
  const frame = document.createElement('div');
  frame.className = 'scrolls';
  // What scrolls must be within reach of the keyboard.
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', caption);
  frame.append(element);
  return frame;
}

/** An estimate with its range below it; `tone` is good, bad or nothing. */
export function figure(estimate, write, tone = '') {
  if (!estimate) return { text: 'not known yet', range: '', tone: '' };
  return { text: write(estimate.value), range: `${write(estimate.low)} to ${write(estimate.high)}`, tone };
}

function heading(text, scope, isNumber) {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = text;
  cell.classList.toggle('number', isNumber);
  return cell;
}

function data(cell) {
  const element = document.createElement('td');
  element.className = 'number';
  if (typeof cell === 'string') {
    element.textContent = cell;
    return element;
  }
  if (cell.tone) element.classList.add(cell.tone);
  element.append(cell.text);
  if (cell.range) {
    const range = document.createElement('span');
    range.className = 'range';
    range.textContent = cell.range;
    element.append(range);
  }
  return element;
}
