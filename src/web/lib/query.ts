import { notifyManager, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const MAX_RETRIES = 3;

/** What was refused is refused again; what couldn't be reached is tried again. */
const isWorthRetrying = (failures: number, error: Error): boolean =>
  failures < MAX_RETRIES && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);

export function createQueries(): QueryClient {
  // Later than in the same task, a switch that is shown as what it shall be would jump back for a moment.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    defaultOptions: {
      // The server may be on this very machine, whatever the browser thinks of the network.
      queries: { retry: isWorthRetrying, staleTime: 10_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
