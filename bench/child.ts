import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';

/** What a child answers to one question, by IPC. */
const Reply = Type.Union([Type.Object({ value: Type.Unknown() }), Type.Object({ error: Type.String() })]);

type Question = { type: string; [key: string]: unknown };
type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

const STOP_MS = 15_000;

export type Child = ReturnType<typeof startChild>;

/**
 * Starts a script of this folder as a process of its own: servers and load never share one. What it prints goes
 * to stderr, as the last line of stdout is the result's. It ends itself when this process is gone.
 */
export function startChild(script: string, options: { args?: string[]; execArgv?: string[] } = {}) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), options.args ?? [], {
    execArgv: options.execArgv ?? [],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const waiting: Waiting[] = [];
  child.on('message', (message) => {
    const reply = Value.Parse(Reply, message);
    const first = waiting.shift();
    if ('error' in reply) first?.reject(new Error(`${script}: ${reply.error}`));
    else first?.resolve(reply.value);
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${script} ended: ${signal ?? code}`));
  });

  return {
    /** Questions are answered in order. */
    async ask<S extends TSchema>(question: Question, schema: S): Promise<Static<S>> {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.push({ resolve, reject });
      child.send(question, (error) => {
        if (error) reject(error);
      });
      const answer = await promise;
      Value.Assert(schema, answer);
      return answer;
    },

    [Symbol.asyncDispose]: () => stopChild(child),
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  if (child.connected) child.disconnect();
  await exited;
  clearTimeout(timer);
}

type Answer = readonly [type: string, give: (question: unknown) => unknown];

/** An entry of the table of `answerParent`. */
export function answer<S extends TSchema>(
  type: string,
  schema: S,
  give: (question: Static<S>) => unknown,
): Answer {
  return [
    type,
    (question) => {
      Value.Assert(schema, question);
      return give(question);
    },
  ];
}

const AnyQuestion = Type.Object({ type: Type.String() });

/** In a child: answers its parent's questions one after the other, and ends when the parent lets go or dies. */
export function answerParent(answers: readonly Answer[], end: () => unknown = () => {}): void {
  const table = new Map(answers);
  let last: Promise<unknown> = Promise.resolve();

  const reply = async (question: unknown) => {
    try {
      Value.Assert(AnyQuestion, question);
      const give = table.get(question.type);
      if (!give) throw new Error(`no answer to ${question.type}`);
      process.send?.({ value: (await give(question)) ?? null });
    } catch (error) {
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };

  // An interrupt from the terminal reaches everyone: the parent ends by it, and this process by the parent's end.
  process.on('SIGINT', () => {});
  process.on('message', (question) => {
    last = last.then(() => reply(question));
  });
  process.once('disconnect', async () => {
    try {
      await end();
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  });
}
