import type { ChatMessage, Media, Participant, PlaybackState, Settings } from '#protocol/watch-state.ts';
import type { PartyNews } from './party-messages.ts';

/** A line of the chat: what somebody said, or that somebody came or went. */
export type ChatLine =
  | ({ kind: 'said' } & ChatMessage)
  | { kind: 'came' | 'left'; id: string; user_id: string; username: string; timestamp: number };

/** What all who are in the party see. */
export type PartyState = {
  participants: readonly Participant[];
  playback: PlaybackState;
  /** What the page shows may never have happened: the server's next word counts, whatever its revision. */
  isDoubtful: boolean;
  /** Who holds the share; they may be away for a moment. */
  sharerId: string | null;
  media: Media | null;
  chat: readonly ChatLine[];
  settings: Settings;
  /** Who writes at present. */
  typing: ReadonlySet<string>;
};

export type PartyChange =
  | { type: 'news'; news: PartyNews }
  | { type: 'commanded'; playback: PlaybackState }
  | { type: 'toggled'; toggle: Toggle; on: boolean }
  | { type: 'stopped_typing'; userId: string }
  /** The next state comes by a new connection. */
  | { type: 'disconnected' };

const CHAT_SHOWN = 300;
const NOTHING_LOADED = { ready: false, buffering: false, drift_ms: null };
const TOGGLES = ['lock', 'chat_off', 'share_open', 'wait_for_all'] as const;
export type Toggle = (typeof TOGGLES)[number];

const isToggle = (type: string): type is Toggle => TOGGLES.some((toggle) => toggle === type);

/** The state after a change; the same object where nothing has changed. Undefined until there is one. */
export function reduceParty(state: PartyState | undefined, change: PartyChange): PartyState | undefined {
  if (change.type === 'news' && change.news.type === 'session_state')
    return enter(state, change.news.payload);
  if (!state) return state;
  switch (change.type) {
    case 'news':
      return hear(state, change.news);
    case 'commanded':
      return { ...state, playback: change.playback };
    case 'toggled':
      return { ...state, settings: { ...state.settings, [change.toggle]: change.on } };
    case 'stopped_typing':
      return stopTyping(state, change.userId);
    case 'disconnected':
      return { ...state, isDoubtful: true, typing: new Set() };
  }
}

type Entered = Extract<PartyNews, { type: 'session_state' }>['payload'];

function enter(state: PartyState | undefined, entered: Entered): PartyState {
  const { participants, playback, share, media, chat, settings } = entered;
  const isOld = state && !state.isDoubtful && playback.revision < state.playback.revision;
  return {
    participants,
    playback: isOld ? state.playback : playback,
    isDoubtful: false,
    sharerId: share?.user_id ?? null,
    media,
    chat: mergeChat(state?.chat ?? [], chat),
    settings,
    typing: state?.typing ?? new Set(),
  };
}

/** What was heard before stays, and what was missed meanwhile comes in its place. */
function mergeChat(known: readonly ChatLine[], heard: readonly ChatMessage[]): readonly ChatLine[] {
  const ids = new Set(known.map(({ id }) => id));
  const missed = heard.filter(({ id }) => !ids.has(id)).map((said) => ({ kind: 'said' as const, ...said }));
  if (missed.length === 0) return known;
  return [...known, ...missed].toSorted((a, b) => a.timestamp - b.timestamp).slice(-CHAT_SHOWN);
}

function hear(state: PartyState, news: PartyNews): PartyState {
  if (isToggle(news.type) && 'on' in news.payload)
    return { ...state, settings: { ...state.settings, [news.type]: news.payload.on } };
  switch (news.type) {
    case 'user_joined':
      return join(state, news);
    case 'user_left':
      return leave(state, news);
    case 'chat': {
      const said = { kind: 'said' as const, ...news.payload };
      return addLine(stopTyping(state, said.user_id), said);
    }
    case 'playback_state':
      return hearPlayback(state, news.payload);
    case 'media_set':
      return {
        ...hearPlayback(state, news.payload.playback),
        media: news.payload.media,
        participants: state.participants.map((one) => ({
          ...one,
          ...NOTHING_LOADED,
        })),
      };
    case 'share_start':
      return { ...state, sharerId: news.payload.user_id };
    case 'share_stop':
      return state.sharerId === news.payload.user_id ? { ...state, sharerId: null } : state;
    case 'ready':
      return news.payload.media_id === state.media?.id
        ? changeOne(state, news.payload.user_id, { ready: news.payload.ready })
        : state;
    case 'buffering':
      return changeOne(state, news.payload.user_id, { buffering: news.payload.buffering });
    case 'drift':
      return changeOne(state, news.payload.user_id, { drift_ms: news.payload.drift_ms });
    case 'typing':
      return news.payload.typing
        ? { ...state, typing: new Set([...state.typing, news.payload.user_id]) }
        : stopTyping(state, news.payload.user_id);
    case 'error':
      return isOptimistic(news.payload.in_reply_to) ? { ...state, isDoubtful: true } : state;
    default:
      return state;
  }
}

/** What the page shows as done before the server has answered. */
const isOptimistic = (type: string | undefined): boolean =>
  type !== undefined && (type === 'playback_state' || isToggle(type));

/** What the server says of playback; where it crossed a command of one's own, neither side is sure. */
function hearPlayback(state: PartyState, playback: PlaybackState): PartyState {
  if (playback.revision < state.playback.revision) return state;
  const hasCrossed = playback.revision === state.playback.revision;
  return { ...state, playback, isDoubtful: state.isDoubtful || hasCrossed };
}

function join(state: PartyState, { payload, timestamp }: Extract<PartyNews, { type: 'user_joined' }>) {
  const { user_id, username, is_host } = payload;
  const newcomer = { user_id, username, is_host, ...NOTHING_LOADED };
  // With a new connection, after one whose end nobody heard of.
  if (state.participants.some((one) => one.user_id === user_id)) return changeOne(state, user_id, newcomer);
  const participants = is_host ? [newcomer, ...state.participants] : [...state.participants, newcomer];
  return addLine({ ...state, participants }, { kind: 'came', ...lineOf(payload, timestamp) });
}

function leave(state: PartyState, { payload, timestamp }: Extract<PartyNews, { type: 'user_left' }>) {
  const participants = state.participants.filter(({ user_id }) => user_id !== payload.user_id);
  if (participants.length === state.participants.length) return state;
  return addLine(stopTyping({ ...state, participants }, payload.user_id), {
    kind: 'left',
    ...lineOf(payload, timestamp),
  });
}

const lineOf = ({ user_id, username }: { user_id: string; username: string }, timestamp: number) => ({
  id: `${user_id} ${timestamp}`,
  user_id,
  username,
  timestamp,
});

function addLine(state: PartyState, line: ChatLine): PartyState {
  if (state.chat.some(({ id, kind }) => id === line.id && kind === line.kind)) return state;
  return { ...state, chat: [...state.chat, line].slice(-CHAT_SHOWN) };
}

function stopTyping(state: PartyState, userId: string): PartyState {
  if (!state.typing.has(userId)) return state;
  return { ...state, typing: new Set([...state.typing].filter((one) => one !== userId)) };
}

const changeOne = (state: PartyState, userId: string, change: Partial<Participant>): PartyState => ({
  ...state,
  participants: state.participants.map((one) => (one.user_id === userId ? { ...one, ...change } : one)),
});
