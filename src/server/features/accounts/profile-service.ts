import type { Clock } from '#server/platform/clock.ts';
import { type Database, violates } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { actFor, findProfile, type ProfileRow, updateNames } from './profile-repository.ts';
import { usernameTaken } from './registration-service.ts';

type Dependencies = { database: Database; clock: Clock };

export type Profiles = ReturnType<typeof createProfiles>;

/** How people appear to others. */
export function createProfiles({ database, clock }: Dependencies) {
  const profileNotFound = () => notFound('Profile not found');

  const changeNames = (accountId: string, names: Parameters<typeof updateNames>[2]): Promise<void> =>
    database.transaction(async (tx) => {
      await actFor(tx, accountId);
      if (!(await updateNames(tx, accountId, names, new Date(clock.now())))) throw profileNotFound();
    });

  return {
    async find(accountId: string): Promise<ProfileRow> {
      const profile = await findProfile(database.db, accountId);
      if (!profile) throw profileNotFound();
      return profile;
    },

    /** @throws 409 for the name of somebody else; one's own may be written in another case */
    async changeUsername(accountId: string, username: string): Promise<void> {
      try {
        await changeNames(accountId, { username });
      } catch (error) {
        if (violates(error, 'profiles_username_key')) throw usernameTaken();
        throw error;
      }
    },

    changeDisplayName: (accountId: string, displayName: string) => changeNames(accountId, { displayName }),
  };
}
