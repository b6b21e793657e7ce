/** Where to go after signing in: a path of this site and no other, whatever the address says. */
export function readNextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/host';
  const base = 'http://here.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined;
  return url && url.origin === base && next.startsWith('/') ? url.pathname + url.search + url.hash : '/host';
}
