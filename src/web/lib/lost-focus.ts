/** What had the focus last. */
let last: WeakRef<Element> | undefined;

/** From the start, so that it is known later whose focus was lost. */
export function followFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = new WeakRef(target);
  });
}

/** Whether what had the focus is gone, and with it the place of whoever uses the keyboard. */
export const isFocusLost = (): boolean =>
  document.activeElement === document.body && last !== undefined && !last.deref()?.isConnected;
