import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { digestMetrics, type Reading, rateBetween } from './metrics-digest.ts';

/** Queries rest by themselves while the page isn't visible. */
const REFRESH_MS = 3_000;

type Readiness = { checks: Record<string, boolean> };

/** Whether the server can work; where it can't, its answer is a 503 that says why. */
async function readReadiness(): Promise<Readiness> {
  const call = api.GET('/ready');
  const { error } = await call.catch(() => ({ error: undefined }));
  return error && 'checks' in error ? error : read(call);
}

/** Readiness, asked for every few seconds. */
export const useReadiness = () =>
  useQuery({
    queryKey: ['admin', 'ready'],
    queryFn: readReadiness,
    refetchInterval: REFRESH_MS,
    staleTime: 0,
    retry: false,
  });

type Figures = Reading & {
  /** The server's own time, in epoch milliseconds. */
  serverMs: number;
  requestsPerSecond: number | undefined;
  votesPerSecond: number | undefined;
};

/** The figures of the process that answers, read every few seconds. */
export function useFigures() {
  const queries = useQueryClient();
  const queryKey = ['admin', 'figures'];
  return useQuery({
    queryKey,
    refetchInterval: REFRESH_MS,
    staleTime: 0,
    retry: false,
    queryFn: async (): Promise<Figures> => {
      const [{ ts }, text] = await Promise.all([
        read(api.GET('/health')),
        read(api.GET('/metrics', { parseAs: 'text' })),
      ]);
      const before = queries.getQueryData<Figures>(queryKey);
      const reading = { atMs: performance.now(), digest: digestMetrics(text) };
      return {
        ...reading,
        serverMs: ts,
        requestsPerSecond: rateBetween(before, reading, 'requests'),
        votesPerSecond: rateBetween(before, reading, 'votes'),
      };
    },
  });
}
