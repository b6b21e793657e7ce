/** Enough for what an evening is remembered by. */
export const NOTES_MAX_LENGTH = 2_000;

/** Longer notes are a story, and no title. */
export const TITLE_MAX_LENGTH = 60;

/** Whether a night's notes are its name. */
export const isTitle = (notes: string | null): notes is string =>
  notes !== null && notes.trim() !== '' && notes.length <= TITLE_MAX_LENGTH && !notes.includes('\n');
