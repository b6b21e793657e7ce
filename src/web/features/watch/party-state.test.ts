import { describe, expect, it } from 'vitest';
import { examplePlayback, type SessionState } from '#protocol/watch-state.ts';
import type { PartyNews } from './party-messages.ts';
import { type PartyState, reduceParty } from './party-state.ts';

const ADA = 'ada';
const GRACE = 'grace';
const envelope = { session_id: 'party', user_id: ADA, timestamp: 1_000 };

const participant = (user_id: string, is_host = false) => ({
  user_id,
  username: user_id,
  is_host,
  ready: false,
  buffering: false,
  drift_ms: null,
});

const said = (id: string, timestamp: number) => ({
  id,
  user_id: ADA,
  username: 'ada',
  message: id,
  timestamp,
});

const told: SessionState = {
  participants: [participant(ADA, true)],
  playback: examplePlayback,
  share: null,
  media: null,
  chat: [said('first', 1)],
  settings: { lock: false, chat_off: false, share_open: false, wait_for_all: false },
  server_time: 1_000,
};

const news = <Type extends PartyNews['type']>(
  type: Type,
  payload: Extract<PartyNews, { type: Type }>['payload'],
  more: object = {},
) => ({ type: 'news', news: { ...envelope, type, payload, ...more } }) as const;

const enter = (change: Partial<SessionState> = {}) =>
  ({ type: 'news', news: { ...envelope, type: 'session_state', payload: { ...told, ...change } } }) as const;

type Change = Parameters<typeof reduceParty>[1];

function stateAfter(...changes: Change[]): PartyState {
  const state = [enter(), ...changes].reduce<PartyState | undefined>(reduceParty, undefined);
  if (!state) throw new Error('there is no state');
  return state;
}

const namesOf = ({ participants }: PartyState) => participants.map(({ username }) => username);
const linesOf = ({ chat }: PartyState) =>
  chat.map((line) => (line.kind === 'said' ? line.message : `${line.username} ${line.kind}`));
const grace = { user_id: GRACE, username: 'grace', is_host: false };

describe('who is in a party', () => {
  it('comes and goes, and the chat says so once', () => {
    const came = stateAfter(news('user_joined', grace));
    expect(namesOf(came)).toEqual(['ada', 'grace']);
    expect(linesOf(came)).toEqual(['first', 'grace came']);
    const left = stateAfter(news('user_joined', grace), news('user_left', grace), news('user_left', grace));
    expect(namesOf(left)).toEqual(['ada']);
    expect(linesOf(left)).toEqual(['first', 'grace came', 'grace left']);
  });

  it('and connects again has nothing loaded, and hasn’t come anew', () => {
    const ready = stateAfter(
      news('user_joined', grace),
      news('drift', { user_id: GRACE, drift_ms: 20 }),
      news('user_joined', grace),
    );
    expect(ready.participants[1]).toMatchObject({ user_id: GRACE, drift_ms: null });
    expect(linesOf(ready)).toEqual(['first', 'grace came']);
  });

  it('[W12] and is the host comes first, again', () => {
    const host = { user_id: ADA, username: 'ada', is_host: true };
    expect(
      namesOf(stateAfter(news('user_joined', grace), news('user_left', host), news('user_joined', host))),
    ).toEqual(['ada', 'grace']);
  });

  it('writes until they have said it, have left, or nothing was heard of it', () => {
    const typing = news('typing', { user_id: ADA, typing: true });
    expect([...stateAfter(typing).typing]).toEqual([ADA]);
    for (const end of [
      news('typing', { user_id: ADA, typing: false }),
      news('chat', said('second', 2)),
      news('user_left', { user_id: ADA, username: 'ada', is_host: true }),
      { type: 'stopped_typing', userId: ADA } as const,
    ])
      expect([...stateAfter(typing, end).typing]).toEqual([]);
  });
});

describe('[W7] what was said', () => {
  it('while one was away comes in its place, and nothing twice', () => {
    const state = stateAfter(
      news('chat', said('third', 3)),
      { type: 'disconnected' },
      enter({ chat: [said('second', 2), said('third', 3), said('fourth', 4)] }),
    );
    expect(linesOf(state)).toEqual(['first', 'second', 'third', 'fourth']);
  });
});

describe('[W9] playback', () => {
  const at = (revision: number, change = {}) => ({ ...examplePlayback, revision, ...change });
  const commanded = { type: 'commanded', playback: at(8, { currentTime: 3 }) } as const;

  it('is what the server said last, whatever is late', () => {
    const { playback } = stateAfter(
      news('playback_state', at(9)),
      news('playback_state', at(8, { rate: 2 })),
    );
    expect(playback).toEqual(at(9));
  });

  it('is the host’s own command at once', () => {
    expect(stateAfter(commanded)).toMatchObject({ playback: commanded.playback, isDoubtful: false });
  });

  it('is asked for where a command has crossed with news, and then the server’s word counts', () => {
    const crossed = stateAfter(commanded, news('playback_state', at(8, { waiting: true })));
    expect(crossed.isDoubtful).toBe(true);
    const settled = reduceParty(crossed, enter({ playback: at(9) }));
    expect(settled).toMatchObject({ playback: at(9), isDoubtful: false });
  });

  it('is asked for where a command was refused, or may be lost with a connection', () => {
    const refused = news('error', { error: 'rate_limited', message: '', in_reply_to: 'playback_state' });
    for (const doubt of [refused, { type: 'disconnected' } as const]) {
      const state = stateAfter(commanded, doubt);
      expect(state.isDoubtful).toBe(true);
      expect(reduceParty(state, enter())).toMatchObject({ playback: examplePlayback, isDoubtful: false });
    }
    const other = news('error', { error: 'rate_limited', message: '', in_reply_to: 'chat' });
    expect(stateAfter(commanded, other).isDoubtful).toBe(false);
  });

  it('stays the host’s command where the server’s state was sent before it heard that', () => {
    expect(stateAfter(commanded, enter()).playback).toEqual(commanded.playback);
  });
});

describe('a medium', () => {
  const media = { id: 'film', kind: 'url', url: 'https://example.org/film.webm' } as const;
  const set = news('media_set', { media, playback: { ...examplePlayback, revision: 8 } });

  it('is nobody’s until they say that they have it', () => {
    const ready = stateAfter(set, news('ready', { user_id: ADA, ready: true, media_id: 'film' }));
    expect(ready.participants[0]).toMatchObject({ ready: true });
    const next = news('media_set', {
      media: { ...media, id: 'next' },
      playback: { ...examplePlayback, revision: 9 },
    });
    const late = news('ready', { user_id: ADA, ready: true, media_id: 'film' });
    expect(stateAfter(set, next, late).participants[0]).toMatchObject({ ready: false });
  });
});

describe('what the host switches', () => {
  const toggled = { type: 'toggled', toggle: 'lock', on: true } as const;

  it('is switched at once, and asked for where it was refused', () => {
    expect(stateAfter(toggled)).toMatchObject({ settings: { lock: true }, isDoubtful: false });
    const refused = news('error', { error: 'unavailable', message: '', in_reply_to: 'lock' });
    expect(stateAfter(toggled, refused).isDoubtful).toBe(true);
    expect(stateAfter(toggled, refused, enter()).settings.lock).toBe(false);
  });

  it('is switched for all others', () => {
    expect(stateAfter(news('chat_off', { on: true })).settings).toEqual({ ...told.settings, chat_off: true });
  });
});

describe('[W8] the share', () => {
  it('is whose the server says, and ends only with theirs', () => {
    const start = news('share_start', { user_id: GRACE });
    expect(stateAfter(start).sharerId).toBe(GRACE);
    expect(stateAfter(start, news('share_stop', { user_id: ADA })).sharerId).toBe(GRACE);
    expect(stateAfter(start, news('share_stop', { user_id: GRACE })).sharerId).toBeNull();
    expect(stateAfter(start, news('user_left', grace)).sharerId).toBe(GRACE);
  });
});
