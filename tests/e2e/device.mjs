// What lies on the device, read from a page of the origin that has no agent.

const READ = `
  const done = arguments[0];
  const read = (name) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(opening.error);
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
    return {databases, snapshots, keys: Object.keys(localStorage)};
  })().then(done, (error) => done({error: String(error)}));`;

/** Nothing at all. */
export const NOTHING = { databases: [], snapshots: [], keys: [] };

/** {databases, snapshots, keys}: names, texts in the same order, and localStorage's keys. Reading changes nothing. */
export async function device(browser, origin) {
  await browser.driver.get(`${origin}/pages/page.css`);
  const read = await browser.driver.executeAsyncScript(READ);
  if (read.error) throw new Error(read.error);
  return read;
}

/** The one snapshot, parsed. */
export async function snapshot(browser, origin) {
  const { snapshots } = await device(browser, origin);
  if (snapshots.length !== 1) throw new Error(`there are ${snapshots.length} snapshots`);
  return JSON.parse(snapshots[0]);
}
