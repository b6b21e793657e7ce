/** One line of what Prometheus reads. */
export type Sample = { name: string; labels: Record<string, string>; value: number };

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Record<string, string> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };
/** How the format writes what `Number` doesn't read. */
const WORDS: Record<string, number> = { '+Inf': Number.POSITIVE_INFINITY, '-Inf': Number.NEGATIVE_INFINITY };

/** Reads Prometheus' text format; comments and lines that aren't samples are left out. */
export function parseMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value = ''] = LINE.exec(line.trim()) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key = '', quoted = '']) => [
      key,
      quoted.replace(/\\[n"\\]/g, (escaped) => ESCAPES[escaped] ?? escaped),
    ]);
    return [{ name, labels: Object.fromEntries(pairs), value: WORDS[value] ?? Number(value) }];
  });
}

/** The figures of one server process that tell how it fares; undefined: it doesn't tell. */
export type Digest = {
  /** Epoch seconds: another number is another process, or one that was restarted. */
  startedAt: number | undefined;
  memoryBytes: number | undefined;
  /** How late 99 of 100 turns of the event loop came at most, since the figures were last read. */
  lagSeconds: number | undefined;
  /** Answered since the start, less those for looking after the server. */
  requests: number;
  sockets: number;
  /** Stored since the start. */
  votes: number;
  waitingVotes: number;
  waitingPasswords: number;
};

/** The delay is measured by a timer of 10 ms, whose own time is part of it. */
const LAG_TIMER_SECONDS = 0.01;
const OWN_ROUTES: ReadonlySet<string | undefined> = new Set(['/metrics', '/ready', '/health', '/api/health']);

export function digestMetrics(text: string): Digest {
  const samples = parseMetrics(text).filter(({ value }) => Number.isFinite(value));
  const first = (name: string) => samples.find((sample) => sample.name === name)?.value;
  const sum = (isWanted: (sample: Sample) => boolean) =>
    samples.filter(isWanted).reduce((total, { value }) => total + value, 0);
  const lag = first('soiree_nodejs_eventloop_lag_p99_seconds');
  return {
    startedAt: first('soiree_process_start_time_seconds'),
    memoryBytes: first('soiree_process_resident_memory_bytes'),
    lagSeconds: lag === undefined ? undefined : Math.max(0, lag - LAG_TIMER_SECONDS),
    requests: sum(
      ({ name, labels }) => name === 'soiree_http_request_seconds_count' && !OWN_ROUTES.has(labels.route),
    ),
    // One such figure for each kind of socket.
    sockets: sum(({ name, labels }) => /^soiree_\w+_connections$/.test(name) && 'endpoint' in labels),
    votes: sum(({ name, labels }) => name === 'soiree_batch_items_sum' && labels.batch === 'votes'),
    waitingVotes: sum(({ name, labels }) => name === 'soiree_batch_queued' && labels.batch === 'votes'),
    waitingPasswords: first('soiree_passwords_waiting') ?? 0,
  };
}

/** A digest and when it was read, by the reader's clock. */
export type Reading = { atMs: number; digest: Digest };

/**
 * What came in a second between two readings. Undefined where that can't be told: of the first reading, and where
 * the second is another process's.
 */
export function rateBetween(
  before: Reading | undefined,
  now: Reading,
  figure: 'requests' | 'votes',
): number | undefined {
  if (!before || before.digest.startedAt !== now.digest.startedAt) return undefined;
  const seconds = (now.atMs - before.atMs) / 1000;
  const more = now.digest[figure] - before.digest[figure];
  return seconds > 0 && more >= 0 ? more / seconds : undefined;
}
