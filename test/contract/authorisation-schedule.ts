import { register } from '../setup/accounts.ts';
import { newSeries, newSession } from '../setup/schedule.ts';
import { type Fixture, fromElsewhere } from './authorisation-fixtures.ts';
import type { Account, World } from './authorisation-world.ts';

const START = '2030-03-08T19:00:00.000Z';
const WEEK = '?from=2030-03-08T00:00:00Z&to=2030-03-15T00:00:00Z';
const MEETING =
  'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\nDTSTART:20300308T190000Z\r\n' +
  'DTEND:20300308T200000Z\r\nSUMMARY:A meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

/** Overlaps are allowed, so that no actor is in another's way. */
const makeTimeline = async ({ act }: World, who: Account): Promise<string> =>
  (await act(who, 'POST', '/timelines', { name: 'Friday club', allowOverlap: true })).data.id;

const makeSeries = async (world: World): Promise<string> => {
  const timelineId = await makeTimeline(world, world.owner);
  return (await world.act(world.owner, 'POST', '/sessions', newSeries({ timelineId, startDateTime: START })))
    .data.id;
};

export const timeline: Fixture = async (world) => ({
  params: { id: await makeTimeline(world, world.owner) },
});

export const timelineAndMember: Fixture = async (world) => {
  const { username } = await register(world.app);
  return {
    params: { id: await makeTimeline(world, world.owner) },
    body: { username, role: 'viewer' },
  };
};

export const timelineMember: Fixture = async (world) => {
  const id = await makeTimeline(world, world.owner);
  const { id: userId } = await register(world.app);
  await world.act(world.owner, 'PUT', `/timelines/${id}/members`, { userId, role: 'viewer' });
  return { params: { id, userId } };
};

const makeFeed = async (world: World) => {
  const id = await makeTimeline(world, world.owner);
  const { data } = await world.act(world.owner, 'POST', `/timelines/${id}/calendar-token`);
  return { id, query: `?token=${data.token}` };
};

export const timelineFeed: Fixture = async (world) => {
  const { id, query } = await makeFeed(world);
  return { params: { id }, query };
};

export const ownFeed: Fixture = async ({ act }, who) => {
  const { data } = await act(who, 'POST', '/timelines/calendar-token');
  return { query: `?token=${data.token}` };
};

export const timelineImport: Fixture = async (world) => ({
  params: { id: await makeTimeline(world, world.owner) },
  headers: { 'content-type': 'text/calendar' },
  body: MEETING,
});

export const sessionDraft: Fixture = async (world, who) => ({
  body: newSession({ timelineId: await makeTimeline(world, who) }),
});

export const series: Fixture = async (world) => ({
  params: { id: await makeSeries(world), originalStart: START },
});

export const week: Fixture = () => ({ query: WEEK });

export const seriesAndWeek: Fixture = async (world) => ({
  params: { id: await makeSeries(world) },
  query: WEEK,
});

export const seriesToSplit: Fixture = async (world) => ({
  params: { id: await makeSeries(world) },
  body: { originalStart: '2030-03-15T19:00:00.000Z' },
});

/** A watch party takes no more than the session does. */
export const sessionToOpen: Fixture = async (world) => {
  const timelineId = await makeTimeline(world, world.owner);
  const session = newSession({ timelineId, activity: { kind: 'watch' } });
  const { data } = await world.act(world.owner, 'POST', '/sessions', session);
  return { params: { id: data.id }, headers: fromElsewhere() };
};
