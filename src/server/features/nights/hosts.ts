/** How a host appears to others. */
export type Host = { username: string; displayName: string; avatarUrl: string | null };

/** The profiles of these accounts, by id. */
export type FindHosts = (accountIds: readonly string[]) => Promise<ReadonlyMap<string, Host>>;

export type Hosted<Night> = Night & { host: Host };

/** Adds to each night who hosts it, by one look-up. A night whose account has just gone, and it along, is left out. */
export async function addHosts<Night extends { hostId: string }>(
  nights: readonly Night[],
  findHosts: FindHosts,
): Promise<Hosted<Night>[]> {
  if (nights.length === 0) return [];
  const hosts = await findHosts([...new Set(nights.map(({ hostId }) => hostId))]);
  return nights.flatMap((night) => {
    const host = hosts.get(night.hostId);
    return host ? [{ ...night, host }] : [];
  });
}
