/** A small value that outlives the page, and that all tabs share. */
export type Stored<T> = {
  get: () => T | undefined;
  set: (value: T | undefined) => void;
  /** Told of changes, those of other tabs too. Returns the disposer. */
  subscribe: (listener: () => void) => () => void;
};

/** Keeps a value in the browser's storage; where that is forbidden, for as long as the page is open. */
export function createStored<T>(key: string, read: (value: unknown) => T | undefined): Stored<T> {
  let text = load();
  let value = parse(text);
  const listeners = new Set<() => void>();

  function load(): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      // Storage is switched off: nothing is kept from visit to visit.
      return null;
    }
  }

  function parse(stored: string | null): T | undefined {
    if (stored === null) return undefined;
    try {
      return read(JSON.parse(stored));
    } catch {
      // Somebody else's text under our key counts as none.
      return undefined;
    }
  }

  function change(next: string | null): void {
    if (next === text) return;
    text = next;
    value = parse(next);
    for (const listener of listeners) listener();
  }

  addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) change(load());
  });

  return {
    // Read anew: another tab's change may come before its event.
    get() {
      const present = load();
      if (present !== null && present !== text) change(present);
      return value;
    },
    set(next) {
      const stored = next === undefined ? null : JSON.stringify(next);
      try {
        if (stored === null) localStorage.removeItem(key);
        else localStorage.setItem(key, stored);
      } catch {
        // As above: the value is this page's alone.
      }
      change(stored);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
