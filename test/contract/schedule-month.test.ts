import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { later, newSeries, registerWithCalendar } from '../setup/schedule.ts';

const START = '2031-03-07T19:00:00.000Z';
const nth = (week: number) => later(START, week * 7 * 24 * 60);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await registerWithCalendar(app);
});
afterAll(() => app.close());

it('[S8] a month that is asked for again and again is as it is at the time, for each who asks', async () => {
  const [ada, bob] = [await registerWithCalendar(app), await registerWithCalendar(app)];
  const [shared, own] = [await ada.makeTimeline(), await ada.makeTimeline()];
  await ada.done('PUT', `/timelines/${shared}/members`, { userId: bob.id, role: 'viewer' });
  const month = async (as = ada): Promise<string[]> => {
    const listed = await as.done('GET', `/occurrences?from=${START}&to=${nth(4)}`);
    return listed.map(({ name, startDateTime }: Record<string, string>) => `${name} ${startDateTime}`);
  };
  const weeks = (name: string, ...some: number[]) => some.map((week) => `${name} ${nth(week)}`);
  expect(await month()).toEqual([]);

  const { id } = await ada.done('POST', '/sessions', newSeries({ timelineId: shared, startDateTime: START }));
  for (const who of [ada, bob, ada]) expect(await month(who)).toEqual(weeks('Weekly', 0, 1, 2, 3));
  await ada.done('PATCH', `/sessions/${id}`, { name: 'Games' });
  expect(await month(bob)).toEqual(weeks('Games', 0, 1, 2, 3));
  const at = (week: number) => `/sessions/${id}/occurrences/${nth(week)}`;
  await ada.done('DELETE', at(1));
  expect(await month()).toEqual(weeks('Games', 0, 2, 3));
  await ada.done('PATCH', at(2), { startDateTime: nth(1), name: 'Early' });
  expect(await month()).toEqual([`Games ${nth(0)}`, `Early ${nth(1)}`, `Games ${nth(3)}`]);
  await ada.done('POST', `/sessions/${id}/split`, { originalStart: nth(3), changes: { name: 'Later' } });
  expect(await month(bob)).toEqual([`Games ${nth(0)}`, `Early ${nth(1)}`, `Later ${nth(3)}`]);

  await ada.done('PATCH', `/sessions/${id}`, { timelineId: own });
  expect(await month(bob)).toEqual(weeks('Later', 3));
  expect(await month()).toHaveLength(3);
  await ada.done('DELETE', `/timelines/${shared}/members/${bob.id}`);
  expect(await month(bob)).toEqual([]);
  await ada.done('DELETE', `/sessions/${id}`);
  expect(await month()).toEqual(weeks('Later', 3));
  await ada.done('DELETE', `/timelines/${shared}`);
  expect(await month()).toEqual([]);
});
