import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Timeline, TimelineMember } from '#protocol/timelines.ts';
import { ApiError, api, read } from '#web/lib/api.ts';

export type TimelineFields = Pick<Timeline, 'name' | 'description' | 'allowOverlap'>;
/** A calendar has one owner, who stays it. */
export type GivenRole = Exclude<TimelineMember['role'], 'owner'>;
export const GIVEN_ROLES = ['viewer', 'editor'] as const satisfies readonly GivenRole[];

/** As many members as a calendar can have. */
const MAX_MEMBERS = 500;

export function useTimeline(id: string) {
  return useQuery({
    queryKey: ['schedule', 'timeline', id],
    queryFn: async () => (await read(api.GET('/timelines/{id}', { params: { path: { id } } }))).data,
  });
}

/** The owner first. */
export function useMembers(id: string) {
  return useQuery({
    queryKey: ['schedule', 'members', id],
    queryFn: async () => {
      const params = { path: { id }, query: { take: MAX_MEMBERS } };
      return (await read(api.GET('/timelines/{id}/members', { params }))).data;
    },
  });
}

/** What is done to calendars and their members; all that is shown of them is then loaded anew. */
export function useTimelineWrites() {
  const queries = useQueryClient();
  const reload = () => queries.invalidateQueries({ queryKey: ['schedule'] });

  async function write<Result>(call: Promise<Result>): Promise<Result> {
    try {
      const result = await call;
      await reload();
      return result;
    } catch (error) {
      // Others may have changed, or ended, what it was about.
      if (error instanceof ApiError && [403, 404, 409].includes(error.status)) void reload();
      throw error;
    }
  }

  return {
    create: async (fields: TimelineFields): Promise<Timeline> =>
      (await write(read(api.POST('/timelines', { body: fields })))).data,

    change: async (id: string, changes: Partial<TimelineFields>): Promise<Timeline> =>
      (await write(read(api.PATCH('/timelines/{id}', { params: { path: { id } }, body: changes })))).data,

    async remove(id: string): Promise<void> {
      await read(api.DELETE('/timelines/{id}', { params: { path: { id } } }));
      // Its own page, which is still there, has nothing to ask for any more.
      const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[2] !== id;
      void queries.invalidateQueries({ queryKey: ['schedule'], predicate });
    },

    reload,

    putMember: async (
      id: string,
      who: { userId: string } | { username: string },
      role: GivenRole,
    ): Promise<TimelineMember> => {
      const call = api.PUT('/timelines/{id}/members', { params: { path: { id } }, body: { ...who, role } });
      return (await write(read(call))).data;
    },

    async removeMember(id: string, userId: string): Promise<void> {
      await write(read(api.DELETE('/timelines/{id}/members/{userId}', { params: { path: { id, userId } } })));
    },
  };
}
