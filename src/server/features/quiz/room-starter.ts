import type { SessionActivity } from '#protocol/activities.ts';
import { type Database, violates } from '#server/platform/database.ts';
import { fitName } from '#server/platform/names.ts';
import { type RateLimiter, rateLimited } from '#server/platform/rate-limit.ts';
import type { RoomContents } from './room-contents.ts';
import { findState } from './room-repository.ts';
import type { RoomService } from './room-service.ts';

type Dependencies = {
  database: Database;
  contents: RoomContents;
  rooms: RoomService;
  /** Of rooms, by account. */
  newRooms: RateLimiter;
  /** Where players go to. */
  joinUrl: (code: string) => string;
  publicUrl: string;
};

type Wanted = { id: string; host: { id: string }; name: string; activity: SessionActivity };

const MAX_TITLE = 100;

/** Opens rooms under ids that were chosen before, so however often one is started it is the same. */
export function createRoomStarter({ database, contents, rooms, newRooms, joinUrl, publicUrl }: Dependencies) {
  return {
    async start({ id, host, name, activity }: Wanted): Promise<string> {
      if (activity.kind !== 'quiz') throw new Error(`a quiz is no ${activity.kind}`);
      if (await contents.find(id)) return id;
      const standing = await newRooms.consume(host.id);
      if (!standing.isAllowed) throw rateLimited(standing);
      const { quizId } = activity;
      try {
        await rooms.create(host.id, { id, quizId, title: fitName(name, MAX_TITLE) ?? 'Quiz' });
      } catch (error) {
        // Another was quicker.
        if (!violates(error, 'quiz_rooms_pkey')) throw error;
      }
      return id;
    },

    /** Undefined once it is closed. */
    async find(id: string) {
      const [content, state] = await Promise.all([contents.find(id), findState(database.db, id)]);
      if (!content || !state || state.closedAt) return undefined;
      const { code } = content;
      return { hostUrl: `${publicUrl}/host/quiz/${id}`, guestUrl: joinUrl(code), code };
    },
  };
}
