import type { NewSession } from '#protocol/sessions.ts';
import type { HostApi } from './demo-api.ts';
import type { HostName } from './demo-programme.ts';

const MONDAY = 1;
const THURSDAY = 4;
const FRIDAY = 5;
const SUNDAY = 7;
/** How far back what recurs begins. */
const WEEKS_BEFORE = 4;

type Plan = Pick<NewSession, 'name' | 'description' | 'rrule' | 'activity'> & {
  weekday: number;
  from: string;
  hours: number;
};

/** What the club has planned: a night each week, a quiz each month, films, and one afternoon out. */
const clubPlans = (quizId: string): readonly Plan[] => [
  {
    name: 'Game night',
    description: 'Doors at seven. Bring a phone, and whoever you like.',
    weekday: FRIDAY,
    from: '19:30',
    hours: 3,
    rrule: 'FREQ=WEEKLY',
    activity: { kind: 'night' },
  },
  {
    name: 'Quiz of the month',
    description: 'Teams of any size; the losers choose the next topic.',
    weekday: THURSDAY,
    from: '20:00',
    hours: 1.5,
    rrule: 'FREQ=MONTHLY;BYDAY=2TH',
    activity: { kind: 'quiz', quizId },
  },
  {
    name: 'Film Sunday',
    description: null,
    weekday: SUNDAY,
    from: '20:15',
    hours: 2.25,
    rrule: 'FREQ=WEEKLY;INTERVAL=2',
    activity: { kind: 'watch' },
  },
];

const friendsPlans: readonly Plan[] = [
  {
    name: 'Drawing round',
    description: 'Juno’s sofa.',
    weekday: MONDAY,
    from: '18:30',
    hours: 2,
    rrule: 'FREQ=WEEKLY',
  },
];

/** Two shared calendars: that of the club, which both hosts write in, and that of one's friends, which the other reads. */
export async function planCalendars(
  { robin, juno }: Record<HostName, HostApi>,
  { nowMs, quizId }: { nowMs: number; quizId: string },
): Promise<void> {
  const zone = Temporal.Now.timeZoneId();
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();

  const plan = (host: HostApi, timelineId: string, { weekday, from, hours, ...session }: Plan) => {
    const day = today.subtract({ weeks: WEEKS_BEFORE });
    const start = day
      .add({ days: (weekday - day.dayOfWeek + 7) % 7 })
      .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(from) });
    return host.plan({
      ...session,
      timelineId,
      type: 'RECURRING',
      timeZone: zone,
      startDateTime: start.toInstant().toString(),
      endDateTime: start
        .add({ minutes: hours * 60 })
        .toInstant()
        .toString(),
    });
  };

  const club = await robin.makeTimeline('Friday club', 'Whatever we play, ask and watch together.');
  await robin.share(club, juno.username, 'editor');
  for (const one of clubPlans(quizId)) await plan(robin, club, one);
  const friends = await juno.makeTimeline('Juno & friends', null);
  await juno.share(friends, robin.username, 'viewer');
  for (const one of friendsPlans) await plan(juno, friends, one);
}
