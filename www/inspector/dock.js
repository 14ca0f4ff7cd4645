// Room for the drawer: a wide page moves over instead of being covered.
//
// Open and wide -> a margin on the page's end side, as wide as the drawer; closed or narrow -> the page as it was.
// Only that one property of the root element is touched, and it is put back as it was found.

const WIDE = matchMedia('(min-width: 1100px)');
const PROPERTY = 'margin-inline-end';

export function dock(panel) {
  const page = document.documentElement.style;
  let before = null;

  const keep = () => {
    const wanted = !panel.hidden && WIDE.matches;
    if (wanted && before === null) {
      before = page.getPropertyValue(PROPERTY);
      page.setProperty(PROPERTY, `${innerWidth - panel.offsetLeft}px`);
    } else if (!wanted && before !== null) {
      page.setProperty(PROPERTY, before);
      if (page.length === 0) document.documentElement.removeAttribute('style');
      before = null;
    }
  };
  WIDE.addEventListener('change', keep);
  return { take: keep, give: keep };
}
