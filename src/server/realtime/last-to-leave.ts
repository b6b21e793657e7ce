/** Lets whoever closes a transport wait until nothing of it is left. */
export function createLastToLeave(isEmpty: () => boolean) {
  const waiting = new Set<() => void>();

  return {
    /** To be called whenever something left. */
    left(): void {
      if (isEmpty()) for (const resolve of waiting) resolve();
    },

    /** Resolves when nothing is left, or after so long. */
    async untilEmpty(ms: number): Promise<void> {
      if (isEmpty()) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      const timer = setTimeout(resolve, ms);
      await promise;
      clearTimeout(timer);
      waiting.delete(resolve);
    },
  };
}
