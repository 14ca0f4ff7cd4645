// A database that somebody keeps busy until `released`; the agent gets its configuration once it is.
const { fetch } = window;
const busy = new Promise((resolve) => {
  const opening = indexedDB.open('nearside:tests');
  opening.onsuccess = () => {
    const database = opening.result;
    const objects = database.transaction('state', 'readwrite').objectStore('state');
    const again = () => {
      if (window.released) database.close();
      else objects.get('snapshot').onsuccess = again;
      resolve();
    };
    objects.get('snapshot').onsuccess = again;
  };
});
window.fetch = (...call) => busy.then(() => fetch(...call));
