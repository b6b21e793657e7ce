/**
 * Runs something once for all who ask for it at about the same time. Each gets the result of a run that began after
 * they asked, so nobody gets what was old by then: while one runs, the next one gathers. By key.
 */
export function createSharedRuns<Result>(run: (key: string) => Promise<Result>) {
  /** Those that have not begun. */
  const gathering = new Map<string, Promise<Result>>();
  /** Settle, and never reject, when the run is over. */
  const running = new Map<string, Promise<void>>();

  return (key: string): Promise<Result> => {
    const known = gathering.get(key);
    if (known) return known;
    const next = (running.get(key) ?? Promise.resolve()).then(() => {
      gathering.delete(key);
      const result = run(key);
      const over = result.then(
        () => undefined,
        // Who asked hears of it.
        () => undefined,
      );
      running.set(key, over);
      void over.then(() => {
        if (running.get(key) === over) running.delete(key);
      });
      return result;
    });
    gathering.set(key, next);
    return next;
  };
}
