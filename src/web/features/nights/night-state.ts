import { type QueryClient, type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { NightEvent } from '#protocol/night-events.ts';
import { ApiError, api, read } from '#web/lib/api.ts';
import type { paths } from '#web/lib/api-types.ts';
import { type LiveState, useLiveNight } from '#web/lib/live.ts';
import { changeGames, countVote, isUnsettled, type Tally, takeLoaded } from './night-changes.ts';

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type Night = Answer<'/api/sessions'>[number];
export type NightGame = Answer<'/api/sessions/{id}/games'>[number];
export type GameVotes = Answer<'/api/sessions/{id}/votes'>['votes'][number];

export const nightKey = (id: number) => ['night', id] as const;
const partKey = (id: number, part: 'head' | 'games' | 'tally') => [...nightKey(id), part] as const;

const params = (id: number) => ({ params: { path: { id: String(id) } } });

/** By a number; by a UUID the same address tells of a watch party. */
export async function readNight(id: number): Promise<Night> {
  const found = await read(api.GET('/api/sessions/{id}', params(id)));
  if ('participants' in found) throw new Error(`night ${id} is a watch party`);
  return found;
}
export const readNightGames = (id: number) => read(api.GET('/api/sessions/{id}/games', params(id)));
export const readNightVotes = (id: number) => read(api.GET('/api/sessions/{id}/votes', params(id)));

/** Loads anew what is on the page, also what is being loaded for the first time and may be older than asked for. */
async function reload(queries: QueryClient, queryKey: QueryKey): Promise<void> {
  const isFirst = queries.isFetching({ queryKey, predicate: ({ state }) => state.data === undefined }) > 0;
  await queries.invalidateQueries({ queryKey });
  if (isFirst) await queries.invalidateQueries({ queryKey });
}

/** The host's newest night, which is the open one where there is one; null before their first. */
export function useNewestNight(host: string) {
  const queries = useQueryClient();
  const queryKey = ['newest-night', host.toLowerCase()] as const;
  const query = useQuery({
    queryKey,
    refetchOnWindowFocus: 'always',
    async queryFn(): Promise<Night | null> {
      const [newest] = await read(api.GET('/api/sessions', { params: { query: { host, limit: 1 } } }));
      return newest ?? null;
    },
  });
  return { night: query.data, error: query.error, reload: () => void reload(queries, queryKey) };
}

/** Waits for a host's next night: `onMaybe` is called whenever it may have begun. */
export const useNextNight = (onMaybe: () => void): LiveState =>
  useLiveNight(undefined, {
    onStale: onMaybe,
    onEvent: ({ type }) => {
      if (type === 'session.started') onMaybe();
    },
  });

export type LoadedNight = {
  night: Night | undefined;
  /** In the order they were played. */
  games: readonly NightGame[];
  /** The one that is on. */
  playing: NightGame | undefined;
  /** What the night's viewers say of a game of the catalogue. */
  votesOf: (gameId: number) => { up: number; down: number };
  isPending: boolean;
  error: unknown;
  refetch: () => void;
};

export type NightState = LoadedNight & { live: LiveState };

/** A night as it is, or was: loaded, and not followed. */
export function useLoadedNight(id: number): LoadedNight {
  const queries = useQueryClient();
  const head = useQuery({ queryKey: partKey(id, 'head'), queryFn: () => readNight(id) });
  const games = useQuery({
    queryKey: partKey(id, 'games'),
    queryFn: (): Promise<readonly NightGame[]> => readNightGames(id),
  });
  const tallyKey = partKey(id, 'tally');
  const tally = useQuery({
    queryKey: tallyKey,
    async queryFn() {
      const before = queries.getQueryData<Tally>(tallyKey);
      const { votes } = await readNightVotes(id);
      const present = queries.getQueryData<Tally>(tallyKey);
      return takeLoaded(votes, { before, present, nowMs: Date.now() });
    },
  });
  const list = games.data ?? [];
  return {
    night: head.data,
    games: list,
    playing: list.find(({ status }) => status === 'playing'),
    votesOf(gameId) {
      const entry = tally.data?.votes.find((one) => one.game_id === gameId);
      return { up: entry?.upvotes ?? 0, down: entry?.downvotes ?? 0 };
    },
    isPending: head.isPending || games.isPending,
    error: head.error ?? games.error,
    refetch: () => void reload(queries, nightKey(id)),
  };
}

/** A night as it is this moment: loaded once, then kept up to date by what the server tells as it happens. */
export function useNight(id: number): NightState {
  const queries = useQueryClient();
  const loaded = useLoadedNight(id);
  const recount = useRecount(id);

  const change = (event: NightEvent) => {
    if (event.type === 'vote.received') {
      const key = partKey(id, 'tally');
      const isLoading = queries.isFetching({ queryKey: key }) > 0;
      if (isLoading || isUnsettled(queries.getQueryData<Tally>(key), Date.now())) recount.later();
      else recount.settle();
      queries.setQueryData<Tally>(key, (tally) => tally && countVote(tally, event.data));
      return;
    }
    if (event.type === 'session.updated') {
      const { notes } = event.data.session;
      queries.setQueryData<Night>(partKey(id, 'head'), (night) => night && { ...night, notes });
      return;
    }
    const key = partKey(id, 'games');
    const present = queries.getQueryData<readonly NightGame[]>(key);
    const games = present && changeGames(present, event);
    // What is on its way may be older than this event.
    const isLoading = queries.isFetching({ queryKey: key }) > 0;
    if (games) queries.setQueryData<readonly NightGame[]>(key, games);
    if (!games || isLoading) void reload(queries, key);
    const isRemoved = event.type === 'session-game.updated' && event.data.game.removed;
    if (event.type === 'game.added' || event.type === 'session.ended' || isRemoved)
      void reload(queries, partKey(id, 'head'));
  };

  const live = useLiveNight(id, { onStale: loaded.refetch, onEvent: change });
  return { ...loaded, live };
}

/**
 * Whether the night is over, or gone. `onEnd` is called once for that.
 * @param delayMs how long afterwards
 */
export function useNightEnd(
  { night, error }: Pick<LoadedNight, 'night' | 'error'>,
  onEnd: () => void,
  delayMs = 0,
): boolean {
  const isOver = night?.is_active === 0 || (error instanceof ApiError && error.status === 404);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(() => end(), delayMs);
    return () => clearTimeout(timer);
  }, [isOver, delayMs]);
  return isOver;
}

const FIRST_RECOUNT_MS = 1_500;
const MAX_RECOUNT_MS = 30_000;

/** Loads the votes once more where some were told while they were loaded; ever more seldom while that goes on. */
function useRecount(id: number) {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const attempts = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another night begins anew
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      attempts.current = 0;
    },
    [id],
  );

  return {
    later(): void {
      if (timer.current !== undefined) return;
      // At random, so that a vote doesn't bring all its viewers at once.
      const pause = Math.min(MAX_RECOUNT_MS, FIRST_RECOUNT_MS * 2 ** attempts.current) * (1 + Math.random());
      attempts.current++;
      timer.current = setTimeout(() => {
        timer.current = undefined;
        void queries.invalidateQueries({ queryKey: partKey(id, 'tally') });
      }, pause);
    },
    settle(): void {
      if (timer.current === undefined) attempts.current = 0;
    },
  };
}
