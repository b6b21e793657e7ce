import { type Static, Type } from 'typebox';
import { answer } from './child.ts';

/** What a process has used so far. Bytes, but for the time. */
export const Usage = Type.Object({
  cpuMs: Type.Number(),
  rss: Type.Number(),
  peakRss: Type.Number(),
  heapUsed: Type.Number(),
  external: Type.Number(),
});
export type Usage = Static<typeof Usage>;

function readUsage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const peakRss = process.resourceUsage().maxRSS * 1024;
  return { cpuMs: (user + system) / 1000, rss, peakRss, heapUsed, external };
}

/** For a child: `usage`, after garbage was collected if asked for (it then runs with --expose-gc). */
export const answerUsage = answer(
  'usage',
  Type.Object({ collect: Type.Optional(Type.Boolean()) }),
  (question) => {
    if (question.collect) {
      if (!globalThis.gc) throw new Error('start with --expose-gc');
      globalThis.gc();
      globalThis.gc();
    }
    return readUsage();
  },
);
