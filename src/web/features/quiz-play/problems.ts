import { type MessageId, useTexts } from '#web/lib/i18n.tsx';

const WORDS: Record<string, MessageId> = {
  not_found: 'play.problem.noRoom',
  name_taken: 'play.problem.nameTaken',
  room_full: 'play.problem.full',
  room_locked: 'play.problem.locked',
  forbidden: 'play.problem.kicked',
  invalid_payload: 'play.problem.name',
  rate_limited: 'error.tooMany',
  offline: 'error.offline',
  unavailable: 'error.unavailable',
};

/** Why somebody can't come in, in words, by the server's code. */
export function useProblemWords(): (code: string) => string {
  const { t } = useTexts();
  return (code) => t(WORDS[code] ?? 'error.server');
}
