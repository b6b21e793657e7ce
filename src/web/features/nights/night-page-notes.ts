/** Longer notes are a story, and no title. */
export const TITLE_MAX_LENGTH = 60;

/** Whether a night's notes are its name. */
export const isTitle = (notes: string | null): notes is string =>
  notes !== null && notes.trim() !== '' && notes.length <= TITLE_MAX_LENGTH && !notes.includes('\n');
