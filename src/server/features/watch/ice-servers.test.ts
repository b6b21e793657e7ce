import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listIceServers, TURN_CREDENTIAL_S } from './ice-servers.ts';

const NOW = 1_706_872_200_500;
const stun = { urls: 'stun:stun.example.org' };
const turn = { url: 'turn:turn.example.org:3478', secret: 'north' };

const list = (url = turn.url) =>
  listIceServers({ iceServers: [stun], turn: { ...turn, url }, userId: 'user_123', now: NOW });

describe('[W1] ICE servers', () => {
  it('are those of the configuration where there is no TURN server', () => {
    expect(listIceServers({ iceServers: [stun], turn: undefined, userId: 'u', now: NOW })).toEqual([stun]);
  });

  it('have a user’s own TURN credentials, with an end, signed with the shared secret', () => {
    const username = `${1_706_872_200 + TURN_CREDENTIAL_S}:user_123`;
    const credential = createHmac('sha1', 'north').update(username).digest('base64');
    expect(list().slice(0, 2)).toEqual([stun, { urls: turn.url, username, credential }]);
  });

  it('are signed as coturn does', () => {
    // From `printf %s '1706893800:user_123' | openssl dgst -sha1 -hmac north -binary | base64`.
    expect(list()[1]?.credential).toBe('q1kHpkI8JWzSSr6+xYCmQMZpuUk=');
  });

  it('never name the secret', () => {
    expect(JSON.stringify(list())).not.toContain('north');
  });

  it('offer TCP as well, where the address leaves that open', () => {
    const urls = (url: string) =>
      list(url)
        .slice(1)
        .map((server) => server.urls);
    expect(urls('turn:t:3478')).toEqual(['turn:t:3478', 'turn:t:3478?transport=tcp']);
    expect(urls('turn:t:3478?transport=udp')).toEqual(['turn:t:3478?transport=udp']);
    expect(urls('turns:t:5349')).toEqual(['turns:t:5349']);
  });
});
