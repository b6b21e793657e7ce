import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { later, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let host: Awaited<ReturnType<typeof registerWithCalendar>>;
beforeAll(async () => {
  app = await startTestApp();
  await registerWithCalendar(app);
  host = await registerWithCalendar(app);
});
afterAll(() => app.close());

const START = '2031-03-07T19:00:00.000Z';
/** As far as everything is claimed, whatever the start of a series was moved to. */
const CLAIMED = { from: '2031-03-01T00:00:00.000Z', to: '2033-03-01T00:00:00.000Z' };

type Listed = { sessionId: string; originalStart: string; startDateTime: string; endDateTime: string };
const keyOf = ({ sessionId, originalStart, startDateTime, endDateTime }: Listed) =>
  [sessionId, originalStart, startDateTime, endDateTime].join(' ');

/** What takes place, as clients are told, page by page. */
async function listTold(timelineId: string): Promise<string[]> {
  const told: Listed[] = [];
  for (let skip = 0; skip === told.length; skip += 1_000) {
    const query = `timelineId=${timelineId}&from=${CLAIMED.from}&to=${CLAIMED.to}&skip=${skip}`;
    told.push(...(await host.done('GET', `/occurrences?${query}`)));
  }
  return told.map(keyOf).toSorted();
}

async function listClaimed(timelineId: string): Promise<string[]> {
  const rows = await queryStore(
    app.connection,
    `SELECT session_id, original_start_at, lower(during) AS start_at, upper(during) AS end_at
     FROM session_claims WHERE timeline_id = $1 AND during && tstzrange($2, $3)`,
    [timelineId, CLAIMED.from, CLAIMED.to],
  );
  return rows
    .map((row) =>
      [
        row.session_id,
        ...[row.original_start_at, row.start_at, row.end_at].map((at) => at.toISOString()),
      ].join(' '),
    )
    .toSorted();
}

const rrule = fc.constantFrom(
  'FREQ=WEEKLY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=MONTHLY;BYDAY=1FR',
  'FREQ=WEEKLY;COUNT=9',
);
const hours = fc.integer({ min: 0, max: 30 });
const which = fc.nat({ max: 3 });
const edit = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), rrule, hours }),
  fc.record({ kind: fc.constant('rule' as const), which, rrule }),
  fc.record({ kind: fc.constant('shift' as const), which, hours }),
  fc.record({ kind: fc.constant('move' as const), which, nth: which, hours }),
  fc.record({ kind: fc.constant('cancel' as const), which, nth: which }),
  fc.record({ kind: fc.constant('split' as const), which, nth: which, hours }),
  fc.record({ kind: fc.constant('overlap' as const), allowOverlap: fc.boolean() }),
  fc.record({ kind: fc.constant('delete' as const), which }),
);
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

const at = (startHours: number) => {
  const startDateTime = later(START, startHours * 60);
  return { startDateTime, endDateTime: later(startDateTime, 90) };
};

/** Whatever it is answered: an edit may clash, or be of what isn't there any more. */
async function apply(timelineId: string, step: Edit): Promise<number> {
  if (step.kind === 'overlap')
    return (await host.call('PATCH', `/timelines/${timelineId}`, { allowOverlap: step.allowOverlap })).status;
  if (step.kind === 'create') {
    const fields = { type: 'RECURRING', timelineId, name: 'A series', rrule: step.rrule };
    return (await host.call('POST', '/sessions', { ...fields, ...at(step.hours) })).status;
  }
  const sessions: { id: string }[] = await host.done('GET', `/sessions?timelineId=${timelineId}&take=100`);
  const session = sessions[step.which % Math.max(sessions.length, 1)];
  if (!session) return 404;
  const path = `/sessions/${session.id}`;
  if (step.kind === 'rule') return (await host.call('PATCH', path, { rrule: step.rrule })).status;
  if (step.kind === 'shift') return (await host.call('PATCH', path, at(step.hours))).status;
  if (step.kind === 'delete') return (await host.call('DELETE', path)).status;
  const listed: Listed[] = await host.occurrencesOf(session.id, CLAIMED.from, CLAIMED.to);
  const originalStart = listed[step.nth]?.originalStart;
  if (originalStart === undefined) return 404;
  const one = `${path}/occurrences/${originalStart}`;
  if (step.kind === 'cancel') return (await host.call('DELETE', one)).status;
  const startDateTime = later(originalStart, step.hours * 60);
  if (step.kind === 'move') return (await host.call('PATCH', one, { startDateTime })).status;
  const changes = { startDateTime, endDateTime: later(startDateTime, 60) };
  return (await host.call('POST', `${path}/split`, { originalStart, changes })).status;
}

it('[S5] after any edits, what is claimed is what takes place, or nothing where overlaps are allowed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 12 }), async (edits) => {
      const timelineId = await host.makeTimeline();
      for (const step of edits) expect([200, 400, 404, 409]).toContain(await apply(timelineId, step));
      const { allowOverlap } = await host.done('GET', `/timelines/${timelineId}`);
      expect(await listClaimed(timelineId)).toEqual(allowOverlap ? [] : await listTold(timelineId));
      // The next one is to have the host's time for itself.
      await host.done('DELETE', `/timelines/${timelineId}`);
      expect(await listClaimed(timelineId)).toEqual([]);
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 120_000);
