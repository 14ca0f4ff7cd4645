// A browser in which IndexedDB is refused and localStorage is not.
Object.defineProperty(window, 'indexedDB', {
  get() {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  },
});
