// Where a snapshot can lie on this device: IndexedDB, or localStorage where that is refused.
//
// text ↔ place. A change reads and writes as one, so that no other tab comes in between, and settles once it is
// committed: IndexedDB by its transaction, localStorage because nothing else runs meanwhile in this tab.

import { createStore, get, promisifyRequest, update, type UseStore } from "idb-keyval";

const KEY = "snapshot";
/** Longest wait for a database that another tab or a browser's bug holds up, ms. */
const PATIENCE = 5_000;

export interface Place {
  /** For people. */
  readonly name: string;
  read(): Promise<string | undefined>;
  /** Puts there what `make` makes of what is there; nothing, if that is undefined. */
  change(make: (stored: string | undefined) => string | undefined): Promise<void>;
  erase(): Promise<void>;
}

export function database(name: string): Place {
  return {
    name: "IndexedDB",
    read: () => within(using(name, (db) => get<string>(KEY, db))),
    change: (make) => within(using(name, (db) => update<string>(KEY, (stored) => make(stored) ?? nothing(), db))).catch(unlessNothing),
    erase: () => within(promised(() => promisifyRequest(indexedDB.deleteDatabase(name)))).then(() => {}),
  };
}

export function local(name: string): Place {
  const stored = () => localStorage.getItem(name) ?? undefined;
  return {
    name: "localStorage",
    read: () => promised(stored),
    change: (make) =>
      promised(() => {
        const made = make(stored());
        if (made !== undefined) localStorage.setItem(name, made);
      }),
    erase: () => promised(() => localStorage.removeItem(name)),
  };
}

/** Leaves what is stored as it is: an update that throws writes nothing. */
const NOTHING = new Error("nothing is to be written");

function nothing(): never {
  throw NOTHING;
}

function unlessNothing(error: unknown): void {
  if (error !== NOTHING) throw error;
}

/**
 * idb-keyval keeps its connection. One that stayed open would hold up the database's deletion by another tab, for as
 * long as this page lies in the back/forward cache.
 */
async function using<T>(name: string, use: (db: UseStore) => Promise<T>): Promise<T> {
  const db = createStore(name, "state");
  try {
    return await use(db);
  } finally {
    db("readonly", (objects) => objects.transaction.db.close()).catch(() => {});
  }
}

/** What throws where it is only named, as a browser's storage does that is blocked, rejects. */
async function promised<T>(work: () => T | Promise<T>): Promise<T> {
  return work();
}

function within<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("it does not answer", "TimeoutError")), PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
