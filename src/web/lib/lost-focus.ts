/** What had the focus last. */
let last: WeakRef<Element> | undefined;

/** From the start, so that it is known later whose focus was lost. */
export function followFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = new WeakRef(target);
  });
}

/** Whoever had the focus in something that is gone goes on in the page's content, not at the top of everything. */
export function catchFocus(): void {
  const isLost = document.activeElement === document.body && last !== undefined && !last.deref()?.isConnected;
  if (isLost) document.getElementById('main')?.focus({ preventScroll: true });
}
