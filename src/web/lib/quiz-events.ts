import type { ClientEventName } from '#protocol/quiz-live.ts';
import type { ServerEvent } from '#protocol/quiz-live-messages.ts';

/** What a player is told who comes, or comes back. */
export type JoinedRoom = ServerEvent<'game:room:joined'>;
/** What a host is told who comes, or comes back. */
export type HostedRoom = ServerEvent<'game:host:joined'>;

type Replies = {
  'game:host:create': ServerEvent<'game:room:created'>;
  'game:host:join': HostedRoom;
  'game:room:join': JoinedRoom;
  'game:answer:submit': ServerEvent<'game:answer:accepted'>;
  'game:leaderboard:request': ServerEvent<'game:leaderboard:update'>;
  'connection:heartbeat': ServerEvent<'connection:heartbeat:ack'>;
};

/** What the server answers to an event; to most with no more than that it is done. */
export type Reply<Name extends ClientEventName> = Name extends keyof Replies
  ? Replies[Name]
  : Record<string, never>;
