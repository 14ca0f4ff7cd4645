// A browser whose disk is full: IndexedDB is there and takes nothing.
IDBObjectStore.prototype.put = () => {
  throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
};
