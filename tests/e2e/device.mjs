// What lies on the device, read from the page that is open.

const READ = `
  const done = arguments[0];
  const read = (name) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    // It was deleted meanwhile: opening it must not make it.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => (opening.error.name === 'AbortError' ? resolve() : reject(opening.error));
    opening.onsuccess = () => {
      const db = opening.result;
      const got = db.transaction('state').objectStore('state').get('snapshot');
      got.onerror = () => reject(got.error);
      got.onsuccess = () => (db.close(), resolve(got.result));
    };
  });
  (async () => {
    const databases = (await indexedDB.databases()).map(({name}) => name);
    const snapshots = await Promise.all(databases.map(read));
    const keys = Object.keys(localStorage).filter((key) => key !== 'nearside:shown');
    return {databases, snapshots, keys, shown: localStorage.getItem('nearside:shown')};
  })().then(done, (error) => done({error: String(error)}));`;

/** Nothing at all. */
export const NOTHING = { databases: [], snapshots: [], keys: [], shown: null };

/**
 * {databases, snapshots, keys, shown}: names, texts in the same order, localStorage's other keys, and what the head
 * snippet reads. Reading changes nothing.
 */
export async function device(browser) {
  const read = await browser.driver.executeAsyncScript(READ);
  if (read.error) throw new Error(read.error);
  return read;
}

/** The one snapshot, parsed. */
export async function snapshot(browser) {
  const { snapshots } = await device(browser);
  if (snapshots.length !== 1) throw new Error(`there are ${snapshots.length} snapshots`);
  return JSON.parse(snapshots[0]);
}

/** Forgets the visitor; gives the error's code, or nothing. */
export function forget(browser) {
  return browser.driver.executeAsyncScript('const done = arguments[0]; nearside.forget().then(done, ({code}) => done(code));');
}
