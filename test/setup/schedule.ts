import { type Person, register } from './accounts.ts';
import type { Answer, TestApp } from './app.ts';

type Reachable = Pick<TestApp, 'call'>;

/** Somebody's calendar, as a client has it; each answer as it came. */
export type Calendar = ReturnType<typeof openCalendar>;

/** What somebody does with the calendar. */
export function openCalendar(app: Reachable, { token }: { token: string }) {
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    app.call(method, path, body, { token });

  /** A step on the way to what a test is about: what was answered. */
  async function done(method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await call(method, path, body);
    if (answer.status === 200) return answer.body.data;
    throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  }

  return {
    call,
    done,
    makeTimeline: async (fields: object = {}): Promise<string> =>
      (await done('POST', '/timelines', { name: 'Friday club', ...fields })).id,
    makeSession: (fields: object) => done('POST', '/sessions', newSession(fields)),
    occurrencesOf: (id: string, from: string, to: string) =>
      done('GET', `/sessions/${id}/occurrences?from=${from}&to=${to}`),
  };
}

/** One evening, if nothing else is said. */
export const newSession = (fields: object) => ({ type: 'ONE_TIME', name: 'Game night', ...fields });

/** The body of a weekly series of an hour. */
export const newSeries = (fields: { startDateTime: string; [field: string]: unknown }) => ({
  type: 'RECURRING',
  name: 'Weekly',
  endDateTime: later(fields.startDateTime, 60),
  repeatCycleType: 'WEEKLY',
  ...fields,
});

export const later = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** Somebody new with a calendar. */
export async function registerWithCalendar(app: TestApp): Promise<Person & Calendar> {
  const person = await register(app);
  return { ...person, ...openCalendar(app, person) };
}
