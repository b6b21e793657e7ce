/** An event as a file of calendars has it. */
type FileEvent = {
  /** What the server calls it by: one evening of a series, without the series, goes by its time too. */
  uids: readonly string[];
  name: string | undefined;
  /** The day on which it begins, as the file's clocks have it. */
  day: Date | undefined;
  lines: readonly string[];
};

export type CalendarFile = {
  find: (uid: string) => Pick<FileEvent, 'name' | 'day'> | undefined;
  /** A file with those alone, and what they need of the rest. */
  pick: (uids: ReadonlySet<string>) => string;
};

/**
 * The events of an iCalendar file (RFC 5545), as far as it takes to name them and to give them back as they are: the
 * server is who reads them.
 */
export function readCalendarFile(text: string): CalendarFile {
  const { head, parts } = splitParts(text);
  const events = parts.filter(({ kind }) => kind !== 'VTIMEZONE').map(readEvent);
  const zones = parts.filter(({ kind }) => kind === 'VTIMEZONE').flatMap(({ lines }) => lines);
  return {
    find: (uid) => events.find(({ uids }) => uids.includes(uid)),
    pick(uids) {
      const picked = events
        .filter((event) => event.uids.some((uid) => uids.has(uid)))
        .flatMap(({ lines }) => lines);
      return [...['BEGIN:VCALENDAR', ...head, ...zones, ...picked, 'END:VCALENDAR'], ''].join('\r\n');
    },
  };
}

type Part = { kind: string; lines: string[] };

/** What is directly within calendars: their own lines, and their components. */
function splitParts(text: string): { head: string[]; parts: Part[] } {
  const head: string[] = [];
  const parts: Part[] = [];
  let depth = 0;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    const [, edge = '', name = ''] = /^(BEGIN|END):\s*([\w-]+)/i.exec(line) ?? [];
    const kind = name.toUpperCase();
    if (kind === 'VCALENDAR') continue;
    if (edge.toUpperCase() === 'BEGIN') {
      if (depth === 0) parts.push({ kind, lines: [] });
      depth++;
    }
    if (depth === 0) head.push(line);
    else parts.at(-1)?.lines.push(line);
    if (edge.toUpperCase() === 'END') depth--;
  }
  return { head: [...new Set(head)], parts };
}

function readEvent({ lines }: Part): FileEvent {
  const unfolded = lines.join('\n').replace(/\n[ \t]/g, '');
  const find = (name: string): string | undefined =>
    new RegExp(`^${name}(?:;[^\\n:]*)?:(.*)$`, 'im').exec(unfolded)?.[1];
  const uid = readText(find('UID')) ?? '';
  const evening = find('RECURRENCE-ID');
  const uids = evening === undefined ? [uid] : [uid, `${uid}/${evening.trim()}`];
  return { uids, name: readText(find('SUMMARY')), day: readDay(find('DTSTART')), lines };
}

function readText(value: string | undefined): string | undefined {
  const text = value?.replace(/\\([\\;,nN])/g, (_, character: string) =>
    character.toLowerCase() === 'n' ? '\n' : character,
  );
  return text?.trim() || undefined;
}

function readDay(value: string | undefined): Date | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(value?.trim() ?? '') ?? [];
  return year ? new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))) : undefined;
}
