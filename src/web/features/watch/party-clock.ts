import { type ClockOffset, learn, offsetAt, pingDelay } from './clock-offset.ts';

/** So many questions without an answer, and the connection is taken for dead. */
const MAX_UNANSWERED = 2;

/**
 * The server's clock, as far as answers to questions have told.
 * @param now the device's, which only goes forward; milliseconds
 */
export function createPartyClock(now: () => number = () => performance.now()) {
  let known: ClockOffset | null = null;
  let answers = 0;
  let lastId = 0;
  const sentAt = new Map<number, number>();

  return {
    /** A new question: its id is sent at once. */
    ask(): number {
      lastId++;
      sentAt.set(lastId, now());
      return lastId;
    },
    hear({ id, server_time }: { id: number; server_time: number }): void {
      const asked = sentAt.get(id);
      if (asked === undefined) return;
      // Answers come in order: what was asked before is lost.
      for (const other of sentAt.keys()) if (other <= id) sentAt.delete(other);
      answers++;
      known = learn(known, { sentAt: asked, receivedAt: now(), serverTime: server_time });
    },
    /** On a new connection the first questions come close together again; what is known stays known. */
    restart(): void {
      answers = 0;
      sentAt.clear();
    },
    isAnswered: (id: number): boolean => !sentAt.has(id),
    isDead: (): boolean => sentAt.size > MAX_UNANSWERED,
    /** Until the next question. */
    pause: (): number => pingDelay(answers),
    /** Epoch milliseconds, with fractions; null: nothing was heard yet. */
    serverNow: (): number | null => (known ? now() + offsetAt(known, now()).offsetMs : null),
  };
}
