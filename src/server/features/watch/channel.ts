import type { Static, TLiteral, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { WatchEnvelope, watchClientMessages } from '#protocol/watch-socket.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Chatting } from './chatting.ts';
import { type Client, refuse, tell } from './client.ts';
import type { PartyEvent } from './party-channels.ts';
import { toCommand } from './playback-wire.ts';
import type { Presence } from './presence.ts';
import type { Signalling } from './signalling.ts';
import type { Refusal, Sender, Steering, Toggle } from './steering.ts';

export type ChannelDependencies = {
  clock: Clock;
  steering: Steering;
  chatting: Chatting;
  signalling: Signalling;
  presence: Pick<Presence, 'sendState' | 'noteDrift'>;
  /** To everybody in the party. */
  tellAll: (client: Client, event: PartyEvent) => void;
};

/** What is done with messages of a type, and which budget they are of. */
export type Handler = {
  budget: 'messages' | 'signals' | 'syncPings';
  /** Also refuses what isn't of its type's form. */
  handle: (client: Client, message: unknown) => unknown;
};

const REFUSALS: Record<Refusal, string> = {
  forbidden: 'Only the host may do that',
  not_found: 'There is no such user here',
};

const CHAT_REFUSALS = {
  chat_off: { code: 'chat_off', words: 'The host has switched the chat off' },
  blank: { code: 'invalid_payload', words: 'A message has something to read' },
  too_long: { code: 'invalid_payload', words: 'The message is too long' },
  not_text: { code: 'invalid_payload', words: 'The message has characters that can not be kept' },
  not_found: { code: 'not_found', words: 'The session is over' },
} as const;

/** The table of messages: by type, its schema beside what is done with it. */
export function createHandlers(deps: ChannelDependencies): ReadonlyMap<string, Handler> {
  const { clock, presence, steering, chatting, signalling, tellAll } = deps;
  const m = watchClientMessages;

  const senderOf = ({ state: { partyId, userId } }: Client): Sender => ({ partyId, userId });

  async function settle(client: Client, type: string, change: Promise<Refusal | undefined>): Promise<void> {
    const refusal = await change;
    if (refusal) refuse(client, clock.now(), refusal, REFUSALS[refusal], type);
  }

  function on<Schema extends TObject<{ type: TLiteral<string>; payload: TSchema }>>(
    schema: Schema,
    handle: (client: Client, message: Static<Schema>) => unknown,
    budget: Handler['budget'] = 'messages',
  ): [string, Handler] {
    const type = schema.properties.type.const;
    const form = Compile(schema);
    const check = (client: Client, message: unknown) => {
      if (form.Check(message)) return handle(client, message);
      // Not one for any target, so it counts as any other message.
      if (budget === 'signals' && client.state.budgets.takeMessage() !== 'ok')
        return refuse(client, clock.now(), 'rate_limited', 'Too many messages, please slow down', type);
      return refuse(client, clock.now(), 'invalid_payload', `This is no ${type}`, type);
    };
    return [type, { budget, handle: check }];
  }

  const toggle = (schema: (typeof m)[Toggle]) =>
    on(schema, (client, { type, payload }) =>
      settle(client, type, steering.toggle(senderOf(client), type, payload.on)),
    );

  const change = <Schema extends TObject<{ type: TLiteral<string>; payload: TSchema }>>(
    schema: Schema,
    make: (sender: Sender, message: Static<Schema>) => Promise<Refusal | undefined>,
  ) =>
    on(schema, (client, message) =>
      settle(client, schema.properties.type.const, make(senderOf(client), message)),
    );

  return new Map([
    on(m.chat, async (client, { type, payload: { message } }) => {
      const { partyId, userId, username } = client.state;
      const refusal = await chatting.say({ partyId, userId, username, message });
      if (!refusal) return;
      const { code, words } = CHAT_REFUSALS[refusal];
      refuse(client, clock.now(), code, words, type);
    }),
    on(m.webrtc_offer, signalling, 'signals'),
    on(m.webrtc_answer, signalling, 'signals'),
    on(m.ice_candidate, signalling, 'signals'),
    on(m.offer_request, (client) =>
      signalling(client, { type: 'offer_request', payload: { user_id: client.state.userId } }),
    ),
    on(
      m.sync_ping,
      (client, { payload: { id } }) => {
        const now = clock.now();
        tell(
          client,
          { type: 'sync_pong', userId: client.state.userId, payload: { id, server_time: now } },
          now,
        );
      },
      'syncPings',
    ),
    on(m.state_get, presence.sendState),
    on(m.drift, (client, { payload }) => presence.noteDrift(client, payload.drift_ms)),
    on(m.reaction, (client, { type, payload: { emoji } }) => {
      const { userId } = client.state;
      tellAll(client, { type, userId, payload: { user_id: userId, emoji } });
    }),
    on(m.typing, (client, { type, payload: { typing } }) => {
      const { userId } = client.state;
      tellAll(client, { type, userId, payload: { user_id: userId, typing } });
    }),
    change(m.playback_state, (sender, { payload }) => steering.play(sender, toCommand(payload))),
    change(m.media_set, (sender, { payload: { media } }) => steering.setMedia(sender, media)),
    change(m.ready, (sender, { payload }) => steering.setReady(sender, payload.ready, payload.media_id)),
    change(m.buffering, (sender, { payload }) => steering.setBuffering(sender, payload.buffering)),
    change(m.share_start, (sender) => steering.startShare(sender)),
    change(m.share_stop, (sender) => steering.stopShare(sender)),
    change(m.kick, (sender, { payload }) => steering.kick(sender, payload.user_id)),
    toggle(m.lock),
    toggle(m.chat_off),
    toggle(m.share_open),
    toggle(m.wait_for_all),
  ]);
}

/** The type of what came, if it has one. */
export const typeOf = (message: unknown): string | undefined =>
  Value.Check(WatchEnvelope, message) ? message.type : undefined;
