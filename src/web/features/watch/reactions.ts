import type { WatchClientMessage } from '#protocol/watch-socket.ts';

export type Emoji = WatchClientMessage<'reaction'>['payload']['emoji'];

/** Those of the protocol, whose module has its schemas with it. */
export const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '👏', '🎉', '🔥'] as const satisfies readonly Emoji[];
