import type { Draft } from './editor-draft.ts';
import { type Edit, type History, mapHistory, record, redo, startHistory, undo } from './editor-history.ts';
import { isSame, merge } from './editor-merge.ts';
import { applyStep, type Remote, type Reply, toRemote } from './editor-remote.ts';
import { countHeld, findStep, type Step } from './editor-steps.ts';
import type { Question, Quiz } from './editor-wire.ts';

export type LoadedQuiz = { quiz: Quiz; questions: readonly Question[] };

/**
 * Why something failed: `passing` what may go well the next time; `gone` what isn't there any more; `refused` what the
 * server has against it, perhaps since it has changed meanwhile.
 */
export type FailureKind = 'passing' | 'gone' | 'refused' | 'other';

/** The server, as far as the editor needs it. */
export type Backend = {
  load: () => Promise<LoadedQuiz>;
  send: (step: Step) => Promise<Reply>;
  kindOf: (error: unknown) => FailureKind;
};

export type Saving =
  | { state: 'saved' | 'saving' }
  /** It is published, here or in another tab: nothing more of it is taken. */
  | { state: 'locked' }
  /** So many changes the server wouldn't take as they are. */
  | { state: 'held'; count: number }
  | { state: 'failed'; error: unknown };

export type EditorState = {
  /** As the server last told of it, also what isn't edited here. */
  quiz: Quiz;
  draft: Draft;
  canUndo: boolean;
  canRedo: boolean;
  saving: Saving;
  /** It is published, and so stays as it is. */
  isLocked: boolean;
  /** Somebody has deleted it. */
  isGone: boolean;
};

export type Editor = ReturnType<typeof createEditor>;

/** So long after the last key what was typed is sent. */
const QUIET_MS = 700;
const RETRY_MS = 2_000;
const MAX_RETRY_MS = 30_000;

/**
 * A quiz while it is edited: the draft with what can be undone, and what brings it to the server, one request after
 * the other. What others change meanwhile comes in below what was changed here.
 */
export function createEditor(loaded: LoadedQuiz, backend: Backend) {
  let remote: Remote = toRemote(loaded.quiz, loaded.questions);
  let history: History<Draft> = startHistory(remote.draft);
  let quiz = loaded.quiz;
  let isSending = false;
  let isGone = false;
  let failure: { error: unknown } | undefined;
  /** Of refusals and failures since the last success. */
  let failures = 0;
  let hasReloaded = false;
  let uploads = 0;
  let lastKey = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();
  let state = toState();

  function isReadOnly(): boolean {
    return isGone || quiz.status === 'published';
  }

  function nextStep() {
    return isReadOnly() ? undefined : findStep(remote, history.present);
  }

  function toState(): EditorState {
    return {
      quiz,
      draft: history.present,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      saving: toSaving(),
      isLocked: isReadOnly(),
      isGone,
    };
  }

  function toSaving(): Saving {
    if (isSending || uploads > 0) return { state: 'saving' };
    if (isReadOnly()) return findStep(remote, history.present) ? { state: 'locked' } : { state: 'saved' };
    if (failure) return { state: 'failed', error: failure.error };
    if (findStep(remote, history.present)) return { state: 'saving' };
    const count = countHeld(remote, history.present);
    return count > 0 ? { state: 'held', count } : { state: 'saved' };
  }

  function tell(): void {
    const next = toState();
    // The same as before is the same object, for whoever compares.
    state = { ...next, saving: isSame(next.saving, state.saving) ? state.saving : next.saving };
    for (const listener of listeners) listener();
  }

  /** What others changed is put below every step of the history: undoing brings back only what was ours. */
  function accept(base: Draft, theirs: Remote): void {
    remote = theirs;
    if (!isSame(base, theirs.draft))
      history = mapHistory(history, (draft) => merge(base, draft, theirs.draft));
  }

  async function load(): Promise<void> {
    try {
      const found = await backend.load();
      quiz = found.quiz;
      accept(remote.draft, toRemote(found.quiz, found.questions, remote));
    } catch (error) {
      if (backend.kindOf(error) !== 'gone') throw error;
      isGone = true;
    }
    tell();
  }

  async function sendAll(isHurried: boolean): Promise<void> {
    try {
      for (let step = nextStep(); step; step = nextStep()) {
        if (!isHurried && Date.now() - history.editedAt < QUIET_MS) return schedule(QUIET_MS);
        isSending = true;
        tell();
        const reply = await backend.send(step);
        if (reply.quiz) quiz = reply.quiz;
        const { base, remote: next } = applyStep(remote, step, reply);
        accept(base, next);
        failures = 0;
        hasReloaded = false;
      }
      failure = undefined;
    } catch (error) {
      await fail(error);
    } finally {
      isSending = false;
      tell();
    }
  }

  async function fail(error: unknown): Promise<void> {
    failure = { error };
    failures++;
    const kind = backend.kindOf(error);
    if (kind === 'passing') return schedule(Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** (failures - 1)));
    if (kind === 'other' || hasReloaded) return;
    // Another tab may have removed what this was about, or published the quiz: seen anew, it may be fine.
    hasReloaded = true;
    try {
      await load();
      schedule(0);
    } catch {
      // What went wrong first is what is told.
    }
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void enqueue(() => sendAll(false)), delayMs);
  }

  function change(next: History<Draft>): void {
    history = next;
    tell();
    schedule(QUIET_MS);
  }

  return {
    get: (): EditorState => state,

    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** A name for something new. */
    newKey: (): string => `new-${++lastKey}`,

    edit(make: (draft: Draft) => Draft, edit: Edit): void {
      if (isReadOnly()) return;
      const next = make(history.present);
      if (next !== history.present) change(record(history, next, edit, Date.now()));
    },

    /** @returns what was undone, where there was anything */
    undo(): Edit | undefined {
      const edit = history.past.at(-1)?.edit;
      if (!edit || isReadOnly()) return undefined;
      change(undo(history));
      return edit;
    },

    redo(): Edit | undefined {
      const edit = history.future[0]?.edit;
      if (!edit || isReadOnly()) return undefined;
      change(redo(history));
      return edit;
    },

    /**
     * Sends all that can be sent, at once.
     * @returns whether the server then has everything
     */
    async flush(): Promise<boolean> {
      clearTimeout(timer);
      await enqueue(() => sendAll(true));
      return state.saving.state === 'saved';
    },

    /** What is on its way by other means, such as a picture, isn't saved before it is there. */
    async during<Result>(work: Promise<Result>): Promise<Result> {
      uploads++;
      tell();
      try {
        return await work;
      } finally {
        uploads--;
        tell();
      }
    },

    /** Brings in what others have changed. */
    reload: (): Promise<void> => enqueue(load),

    /** Takes over what a route that isn't about the draft has answered. */
    receive(answer: Partial<Quiz>): void {
      quiz = { ...quiz, ...answer };
      failure = undefined;
      tell();
      schedule(0);
    },

    stop: (): void => clearTimeout(timer),
  };
}
