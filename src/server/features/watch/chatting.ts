import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { createGroupCommit, type Outcome } from '#server/platform/group-commit.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { insertChat, type Said, trimChat } from './chat-repository.ts';
import { type ChatRefusal, refuseChat } from './chat-text.ts';
import { listKicked } from './member-repository.ts';
import { publishEvents } from './party-channels.ts';
import { shareChatRights } from './party-repository.ts';

type Dependencies = { database: Database; hub: Hub; clock: Clock; registry: Registry };

type Line = { partyId: string; userId: string; username: string; message: string };
type Decided = Said | ChatRefusal | 'not_found';

const MAX_BATCH = 500;
const MAX_QUEUED = 10_000;

/** What members say, by group commit: of all parties that chat at the same moment in one transaction. */
export function createChatting({ database, hub, clock, registry }: Dependencies) {
  const batch = createGroupCommit<Line, Decided>({
    name: 'watch-chat',
    maxBatch: MAX_BATCH,
    maxQueued: MAX_QUEUED,
    registry,
    run: (lines) => database.transaction((tx) => record(tx, lines)),
  });

  async function record(tx: Executor, lines: readonly Line[]): Promise<Outcome<Decided>[]> {
    const now = clock.now();
    const partyIds = [...new Set(lines.map(({ partyId }) => partyId))];
    const rights = await shareChatRights(tx, partyIds, new Date(now));
    const kicked = await listKicked(
      tx,
      partyIds,
      lines.map(({ userId }) => userId),
    );
    const decided = lines.map(({ partyId, userId, username, message }): Decided => {
      const right = rights.get(partyId);
      if (!right || kicked.has(userId)) return 'not_found';
      const refusal = refuseChat(message, { isHost: userId === right.hostId, isChatOff: right.isChatOff });
      return refusal ?? { partyId, id: randomUUID(), user_id: userId, username, message, timestamp: now };
    });
    const said = decided.filter((one) => typeof one !== 'string');
    if (said.length > 0) {
      await insertChat(tx, said);
      await trimChat(tx, [...new Set(said.map(({ partyId }) => partyId))]);
    }
    return decided.map((value) => ({ ok: true, value }));
  }

  return {
    /** Resolves once it is committed and told to all, the sender too; or to why it wasn't. */
    async say(line: Line): Promise<ChatRefusal | 'not_found' | undefined> {
      const decided = await batch.submit(line);
      if (typeof decided === 'string') return decided;
      const { partyId, ...payload } = decided;
      publishEvents(hub, partyId, [{ type: 'chat', userId: line.userId, payload }], payload.timestamp);
      return undefined;
    },
    close: () => batch.close(),
  };
}

export type Chatting = ReturnType<typeof createChatting>;
