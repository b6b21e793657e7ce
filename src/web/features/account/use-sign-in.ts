import { useQueryClient } from '@tanstack/react-query';
import { openSession } from '#web/lib/session.ts';

/** Begins a session. What is remembered may be of whoever was signed in here before, so it is forgotten. */
export function useSignIn(): typeof openSession {
  const queries = useQueryClient();
  return (session) => {
    queries.clear();
    openSession(session);
  };
}
