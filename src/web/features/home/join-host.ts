/** Where a username stands in links to a night: `/join/<host>`, and the overlay's `?host=<host>`. */
const IN_LINK = /(?:\/join\/|^join\/|[?&]host=)([^/?#&\s]+)/i;
const USERNAME = /^[A-Za-z0-9_]{3,20}$/;

/**
 * The host that somebody means who types a name, with or without an @, or pastes a join link. Full-width letters,
 * as Japanese keyboards write them, count as their plain ones. Undefined where no username can be meant.
 */
export function readHost(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const name = (IN_LINK.exec(plain)?.[1] ?? plain).replace(/^(?:@|%40)/i, '').trim();
  return USERNAME.test(name) ? name : undefined;
}
