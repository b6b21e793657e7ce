/** Counts what each address holds at a time, up to a limit. */
export function createAddressQuota(limit: number) {
  const held = new Map<string, number>();

  return {
    /** The function that gives the place back, once however often it is called; nothing if none is left. */
    reserve(address: string): (() => void) | undefined {
      const count = held.get(address) ?? 0;
      if (count >= limit) return undefined;
      held.set(address, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (held.get(address) ?? 0) - 1;
        if (left > 0) held.set(address, left);
        else held.delete(address);
      };
    },
  };
}
