import type { Database } from '#server/platform/database.ts';
import { findContent } from './room-repository.ts';
import type { RoomContent } from './room-types.ts';

const MAX_ROOMS = 200;
/** Of all that is kept, as JSON: a quiz may be long. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

export type RoomContents = ReturnType<typeof createRoomContents>;

/** What never changes of rooms: read once, and kept while it is among the last ones used. */
export function createRoomContents(database: Database) {
  const cached = new Map<string, { content: RoomContent; characters: number }>();
  const loading = new Map<string, Promise<RoomContent | undefined>>();
  let characters = 0;

  function forget(id: string): void {
    characters -= cached.get(id)?.characters ?? 0;
    cached.delete(id);
  }

  /** Only what is there: whoever asks for rooms that aren't puts none out. */
  function keep(content: RoomContent): void {
    forget(content.id);
    const size = JSON.stringify(content).length;
    cached.set(content.id, { content, characters: size });
    characters += size;
    for (const id of cached.keys()) {
      if (cached.size <= MAX_ROOMS && characters <= MAX_CHARACTERS) return;
      forget(id);
    }
  }

  async function load(id: string): Promise<RoomContent | undefined> {
    try {
      const content = await findContent(database.db, id);
      if (content) keep(content);
      return content;
    } finally {
      loading.delete(id);
    }
  }

  return {
    async find(id: string): Promise<RoomContent | undefined> {
      const known = cached.get(id);
      if (known) {
        cached.delete(id);
        cached.set(id, known);
        return known.content;
      }
      const content = loading.get(id) ?? load(id);
      loading.set(id, content);
      return content;
    },
  };
}
