import { randomInt } from 'node:crypto';
import type { Caller } from '#server/platform/auth.ts';
import { type Database, type Executor, violates } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { refusal } from './authoring-faults.ts';
import { requireOwn } from './authoring-rights.ts';
import { findFreeCode, isCodeTaken, updateCode } from './codes-repository.ts';
import { findQuiz, lockQuiz } from './quizzes-repository.ts';

export type CodeService = ReturnType<typeof createCodeService>;

const FIRST_CODE = 100_000;
const CODES_END = 1_000_000;
/** So many at once that one is free even where 99 of 100 are taken. */
const CANDIDATES = 1_000;
/** Of a code that was free a moment ago, and then somebody else's. */
const MAX_ATTEMPTS = 10;

/**
 * The codes by which quizzes are found. That no two quizzes have the same is held by the store. A published quiz may
 * be given another one: nothing that is played changes with it.
 */
export function createCodeService({ database }: { database: Database }) {
  const { db } = database;

  /** @throws a violation of `quizzes_code_key` */
  const setCode = (
    caller: Caller,
    quizId: string,
    choose: (tx: Executor) => Promise<number | null>,
  ): Promise<number | null> =>
    database.transaction(async (tx) => {
      requireOwn(await lockQuiz(tx, quizId), caller);
      const code = await choose(tx);
      await updateCode(tx, quizId, code);
      return code;
    });

  async function chooseFreeCode(tx: Executor): Promise<number> {
    const candidates = Array.from({ length: CANDIDATES }, () => randomInt(FIRST_CODE, CODES_END));
    const code = await findFreeCode(tx, candidates);
    if (code === undefined) throw new AppError('conflict', 'There is no free code');
    return code;
  }

  return {
    /** Another one than the quiz had. */
    async generate(caller: Caller, quizId: string): Promise<number> {
      for (let attempt = 1; ; attempt++) {
        try {
          const code = await setCode(caller, quizId, chooseFreeCode);
          if (code !== null) return code;
        } catch (error) {
          if (attempt >= MAX_ATTEMPTS || !violates(error, 'quizzes_code_key')) throw error;
        }
      }
    },

    /** @throws 400 for the code of another quiz */
    async set(caller: Caller, quizId: string, code: number): Promise<void> {
      try {
        await setCode(caller, quizId, async () => code);
      } catch (error) {
        if (violates(error, 'quizzes_code_key'))
          throw refusal([{ path: 'code', message: 'is that of another quiz' }]);
        throw error;
      }
    },

    /** @throws 404 where there is none */
    async find(caller: Caller, quizId: string): Promise<number> {
      const { code } = requireOwn(await findQuiz(db, quizId), caller);
      if (code === null) throw notFound('This quiz has no code');
      return code;
    },

    /** Without one, nothing happens. */
    async remove(caller: Caller, quizId: string): Promise<void> {
      await setCode(caller, quizId, async () => null);
    },

    isAvailable: async (code: number): Promise<boolean> => !(await isCodeTaken(db, code)),
  };
}
