/** What was edited, so that it can be shown when it is undone. */
export type Edit = {
  /** Where: a question's key, or undefined for what is said of the quiz. */
  place: string | undefined;
  /** Edits in a row that have the same one, such as letters typed into one field, are undone together. */
  group?: string | undefined;
};

type Past<State> = { state: State; edit: Edit };

/** A state with those before it and those that were undone. */
export type History<State> = {
  present: State;
  past: readonly Past<State>[];
  future: readonly Past<State>[];
  /** When the last edit was made, in milliseconds. */
  editedAt: number;
};

/** Whoever pauses so long while typing can undo back to there. */
const PAUSE_MS = 1_500;
const MAX_STEPS = 200;

export const startHistory = <State>(present: State): History<State> => ({
  present,
  past: [],
  future: [],
  editedAt: 0,
});

export function record<State>(
  { present, past, editedAt }: History<State>,
  next: State,
  edit: Edit,
  now: number,
): History<State> {
  const last = past.at(-1)?.edit;
  const isContinued =
    last !== undefined &&
    edit.group !== undefined &&
    last.group === edit.group &&
    last.place === edit.place &&
    now - editedAt < PAUSE_MS;
  const before = isContinued ? past : [...past, { state: present, edit }].slice(-MAX_STEPS);
  return { present: next, past: before, future: [], editedAt: now };
}

/** @returns the history itself where there is nothing to undo */
export function undo<State>(history: History<State>): History<State> {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    present: last.state,
    past: history.past.slice(0, -1),
    future: [{ state: history.present, edit: last.edit }, ...history.future],
    editedAt: 0,
  };
}

/** @returns the history itself where there is nothing to do again */
export function redo<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (!next) return history;
  return {
    present: next.state,
    past: [...history.past, { state: history.present, edit: next.edit }],
    future,
    editedAt: 0,
  };
}

/** The same steps between other states: such as those with what came from elsewhere meanwhile. */
export const mapHistory = <State>(
  history: History<State>,
  change: (state: State) => State,
): History<State> => ({
  ...history,
  present: change(history.present),
  past: history.past.map(({ state, edit }) => ({ state: change(state), edit })),
  future: history.future.map(({ state, edit }) => ({ state: change(state), edit })),
});
