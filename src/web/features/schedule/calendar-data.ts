import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  NamedOccurrence,
  NewSession,
  Occurrence,
  OccurrenceChange as OccurrenceChangeSchema,
  Session,
  SessionChange,
  SessionConflict,
} from '#protocol/sessions.ts';
import type { Timeline, TimelineMember } from '#protocol/timelines.ts';
import { ApiError, api, read } from '#web/lib/api.ts';

export type { NamedOccurrence, NewSession, Occurrence, Session, SessionChange, Timeline };
export type Member = TimelineMember;
export type OccurrenceChange = Static<typeof OccurrenceChangeSchema>;
export type SplitChange = Omit<SessionChange, 'timelineId'>;
/** What is there already; the session only where one may read it. */
export type Conflict = NonNullable<Static<typeof SessionConflict>['conflict']>;

/** Other people change the same calendars: what is shown is asked for anew so often, while it is looked at. */
const REFRESH_MS = 30_000;
const fresh = { staleTime: 5_000, refetchInterval: REFRESH_MS, refetchOnWindowFocus: 'always' } as const;

type Page<T> = { data: T[]; meta: { meta: { count: number } } };

/** All pages of a list: the first says how many there are. */
async function readAll<T>(take: number, readPage: (skip: number) => Promise<Page<T>>): Promise<T[]> {
  const first = await readPage(0);
  const rest = Math.max(0, Math.ceil(first.meta.meta.count / take) - 1);
  const pages = await Promise.all(Array.from({ length: rest }, (_, index) => readPage((index + 1) * take)));
  return [first, ...pages].flatMap(({ data }) => data);
}

/** Those that the viewer is a member of. */
export const useTimelines = () =>
  useQuery({
    queryKey: ['schedule', 'timelines'],
    queryFn: () =>
      readAll<Timeline>(100, (skip) =>
        read(api.GET('/timelines', { params: { query: { skip, take: 100 } } })),
      ),
    ...fresh,
  });

/** Of all timelines of the viewer, in the order of their starts: what ends after `from` and starts before `to`. */
export const useOccurrences = (from: string, to: string) =>
  useQuery({
    queryKey: ['schedule', 'occurrences', from, to],
    queryFn: () =>
      readAll<NamedOccurrence>(1_000, (skip) =>
        read(api.GET('/occurrences', { params: { query: { from, to, skip, take: 1_000 } } })),
      ),
    placeholderData: keepPreviousData,
    ...fresh,
  });

const readSession = (id: string) => async (): Promise<Session> =>
  (await read(api.GET('/sessions/{id}', { params: { path: { id } } }))).data;

const sessionQuery = (id: string) => ({ queryKey: ['schedule', 'session', id], queryFn: readSession(id) });

export const useSession = (id: string) => useQuery(sessionQuery(id));

/** The session as the server has it now, where a component can't wait for a query. */
export const fetchSession = (queries: QueryClient, id: string): Promise<Session> =>
  queries.fetchQuery({ ...sessionQuery(id), staleTime: 0 });

/**
 * What can be done to sessions. Each rejects with an `ApiError` where the server refuses, and is over once the pages
 * show what it came to.
 */
export type Writes = {
  create: (body: NewSession) => Promise<Session>;
  change: (id: string, changes: SessionChange) => Promise<Session>;
  /** Ends a series before that occurrence; answers the one that goes on from there. */
  split: (id: string, originalStart: string, changes: SplitChange) => Promise<Session>;
  remove: (id: string) => Promise<Session>;
  changeOccurrence: (id: string, originalStart: string, changes: OccurrenceChange) => Promise<Occurrence>;
  cancelOccurrence: (id: string, originalStart: string) => Promise<Occurrence>;
};

export function useWrites(): Writes {
  const queries = useQueryClient();

  /** A refusal, too, may come of what somebody else has changed meanwhile. */
  async function write<T>(call: Promise<{ data: T }>): Promise<T> {
    try {
      return (await call).data;
    } finally {
      await queries.invalidateQueries({
        queryKey: ['schedule'],
        predicate: ({ queryKey }) => queryKey[1] !== 'timelines',
      });
    }
  }

  return {
    create: (body) => write(read(api.POST('/sessions', { body }))),
    change: (id, body) => write(read(api.PATCH('/sessions/{id}', { params: { path: { id } }, body }))),
    split: (id, originalStart, changes) =>
      write(
        read(
          api.POST('/sessions/{id}/split', { params: { path: { id } }, body: { originalStart, changes } }),
        ),
      ),
    remove: (id) => write(read(api.DELETE('/sessions/{id}', { params: { path: { id } } }))),
    changeOccurrence: (id, originalStart, body) =>
      write(
        read(
          api.PATCH('/sessions/{id}/occurrences/{originalStart}', {
            params: { path: { id, originalStart } },
            body,
          }),
        ),
      ),
    cancelOccurrence: (id, originalStart) =>
      write(
        read(
          api.DELETE('/sessions/{id}/occurrences/{originalStart}', {
            params: { path: { id, originalStart } },
          }),
        ),
      ),
  };
}

/** With what a refused write would clash; undefined where it was refused for something else. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (!(error instanceof ApiError) || error.status !== 409) return undefined;
  const { conflict } = error.details;
  return isConflict(conflict) ? conflict : undefined;
}

const isConflict = (value: unknown): value is Conflict =>
  typeof value === 'object' && value !== null && 'occurrence' in value;

/** Editors and owners change what is on a calendar; so do administrators, whose role on others' is null. */
export const isEditable = ({ role }: Pick<Timeline, 'role'>): boolean => role !== 'viewer';
