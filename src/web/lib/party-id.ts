const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Alone, or at the end of a link to a watch party. */
const PARTY = new RegExp(`^(?:.*/(?:join|watch)/)?(${UUID})/?(?:[?#].*)?$`, 'i');

/** The watch party that somebody means who pastes its id or a link to it; undefined where none can be meant. */
export const readPartyId = (text: string): string | undefined =>
  PARTY.exec(text.normalize('NFKC').trim())?.[1]?.toLowerCase();
