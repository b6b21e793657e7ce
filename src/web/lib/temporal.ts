/** Makes `Temporal` be there in browsers that don't have it yet. What uses it waits for this. */
export async function loadTemporal(): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
}
