import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import * as rest from '#protocol/watch.ts';
import { type WatchClientType, watchClientMessages } from '#protocol/watch-socket.ts';
import { watchServerMessages } from '#protocol/watch-socket-messages.ts';

const examplesOf = (schema: TSchema): unknown[] =>
  'examples' in schema && Array.isArray(schema.examples) ? schema.examples : [];

const schemas: [string, TSchema][] = [
  ...Object.entries(rest).flatMap(([name, value]): [string, TSchema][] =>
    typeof value === 'object' && 'examples' in value ? [[name, value]] : [],
  ),
  ...Object.entries(watchClientMessages).map(([name, schema]): [string, TSchema] => [
    `client ${name}`,
    schema,
  ]),
  ...Object.entries(watchServerMessages).map(([name, schema]): [string, TSchema] => [
    `server ${name}`,
    schema,
  ]),
];

it.each(schemas)('the example of %s is one', (_, schema) => {
  const examples = examplesOf(schema);
  expect(examples).not.toEqual([]);
  for (const example of examples) expect(Value.Check(schema, example)).toBe(true);
});

const ID = '550e8400-e29b-41d4-a716-446655440000';
const accepts = (type: WatchClientType, payload: unknown, more: object = {}) =>
  Value.Check(watchClientMessages[type], { type, payload, ...more });

describe('[W6] a client’s message', () => {
  it('may carry what the server sets itself, whatever it is', () => {
    const envelope = { session_id: 5, user_id: null, timestamp: 'x' };
    expect(accepts('chat', { message: 'Hello', id: 1, username: [] }, envelope)).toBe(true);
  });

  it('without the payload that its type has is none', () => {
    for (const type of Object.keys(watchClientMessages)) {
      const isBare = ['state_get', 'share_start', 'share_stop', 'offer_request'].includes(type);
      const schema = Object.entries(watchClientMessages).find(([name]) => name === type)?.[1];
      expect([type, schema && Value.Check(schema, { type })]).toEqual([type, isBare]);
      for (const payload of ['text', 5, null, []])
        expect(schema && Value.Check(schema, { type, payload })).toBe(false);
    }
  });

  it.each<[WatchClientType, unknown]>([
    ['chat', { message: '' }],
    ['chat', { message: 'x'.repeat(2_001) }],
    ['chat', { message: 5 }],
    ['webrtc_offer', { type: 'offer' }],
    ['webrtc_offer', { type: 'answer', sdp: 'v=0' }],
    ['webrtc_answer', { type: 'answer', sdp: 'x'.repeat(60_001) }],
    ['ice_candidate', { sdpMid: '0' }],
    ['ice_candidate', { candidate: 'x', sdpMLineIndex: -1 }],
    ['playback_state', { playing: true }],
    ['playback_state', { playing: 'yes', currentTime: 1 }],
    ['playback_state', { playing: true, currentTime: -1 }],
    ['playback_state', { playing: true, currentTime: 1e9 }],
    ['playback_state', { playing: true, currentTime: 1, volume: 1.1 }],
    ['playback_state', { playing: true, currentTime: 1, rate: 0 }],
    ['playback_state', { playing: true, currentTime: 1, rate: 16 }],
    ['media_set', { media: { kind: 'url', url: 'javascript:alert(1)' } }],
    ['media_set', { media: { kind: 'url', url: `https://example.org/${'x'.repeat(2_000)}` } }],
    ['media_set', { media: { kind: 'file', name: 'a.mp4', size: 0, hash: 'a'.repeat(64) } }],
    ['media_set', { media: { kind: 'file', name: 'a.mp4', size: 1, hash: 'A'.repeat(64) } }],
    ['ready', { ready: true }],
    ['reaction', { emoji: '<b>' }],
    ['drift', { drift_ms: 1e9 }],
    ['sync_ping', { id: 0.5 }],
    ['lock', { on: 'yes' }],
    ['kick', {}],
  ])('out of its bounds is none: %s %j', (type, payload) => {
    expect(accepts(type, payload)).toBe(false);
  });

  it.each<[WatchClientType, unknown]>([
    ['chat', { message: '🎉'.repeat(2_000) }],
    ['webrtc_offer', { sdp: 'v=0', more: { of: 'it' } }],
    ['ice_candidate', { candidate: '', sdpMid: null, sdpMLineIndex: null, usernameFragment: 'x' }],
    ['playback_state', { playing: false, currentTime: 0, volume: 0 }],
    ['media_set', { media: null }],
    ['media_set', { media: { kind: 'file', name: 'a.mp4', size: 1, hash: 'a'.repeat(64) } }],
    ['ready', { ready: false, media_id: ID }],
  ])('within them is one: %s %j', (type, payload) => {
    expect(accepts(type, payload)).toBe(true);
  });
});

it('[W6] [W7] every documented message is known on the side that sends it', () => {
  const both = ['chat', 'webrtc_offer', 'webrtc_answer', 'ice_candidate', 'playback_state'];
  expect(Object.keys(watchClientMessages)).toEqual(expect.arrayContaining(both));
  expect(Object.keys(watchServerMessages)).toEqual(
    expect.arrayContaining([...both, 'user_joined', 'user_left', 'session_state', 'error']),
  );
  for (const type of ['user_joined', 'user_left', 'session_state', 'error', 'gap', 'sync_pong'])
    expect(watchClientMessages).not.toHaveProperty(type);
});
