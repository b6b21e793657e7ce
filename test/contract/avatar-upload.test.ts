import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, readQuarters } from '#server/platform/test-images.ts';
import { type Person, refusal, register } from '../setup/accounts.ts';
import type { TestApp } from '../setup/app.ts';
import { PUBLIC_URL, startAvatarApp } from '../setup/avatars.ts';

const MAX_BYTES = 5 * 1024 * 1024;
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const PART_HEAD = '--b\r\ncontent-disposition: form-data; name="avatar"; filename="a.jpg"\r\n\r\n';

let avatars: Awaited<ReturnType<typeof startAvatarApp>>;
let app: TestApp;
let photo: Buffer;
beforeAll(async () => {
  avatars = await startAvatarApp();
  ({ app, photo } = avatars);
});
afterAll(() => avatars.close());

/** A photo with so much behind it that it has that many bytes. */
const photoOf = (bytes: number) => Buffer.concat([photo, Buffer.alloc(bytes - photo.length)]);

/** The head of an upload, for a body that a test writes itself. */
function startUpload({ token }: Person, length: number): ClientRequest {
  const outgoing = request(`${app.url}/profile/avatar`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': length,
    },
  });
  outgoing.on('error', () => {
    // It is broken off on purpose.
  });
  return outgoing;
}

describe('[A6] [X74] POST /profile/avatar', () => {
  it('answers with the URL under which the picture is then served', async () => {
    const person = await register(app);
    const { status, body } = await avatars.upload(person);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        path: expect.stringMatching(new RegExp(`^${person.id}/[0-9a-f]{32}\\.webp$`)),
        url: `${PUBLIC_URL}/storage/avatars/${body.path}`,
      },
    });
    expect(await avatars.avatarUrlOf(person)).toBe(body.url);
    const served = await avatars.fetchAvatar(body.path);
    const image = Buffer.from(await served.arrayBuffer());
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(image).metadata()).toMatchObject({ format: 'webp', width: 512, height: 384 });
    expect(await readQuarters(image)).toEqual([0, 1, 2, 3]);
  });

  it('puts the picture in the place of the one before, whose file goes', async () => {
    const person = await register(app);
    const { path: first } = (await avatars.upload(person)).body;
    const { path: second } = (await avatars.upload(person)).body;
    expect(second).not.toBe(first);
    expect(await avatars.listFiles(person)).toEqual([second]);
    expect((await avatars.fetchAvatar(first)).status).toBe(404);
    expect((await avatars.fetchAvatar(second)).status).toBe(200);
  });

  it('decides by the bytes, not by name or content type', async () => {
    const person = await register(app);
    const png = await makeImage('png');
    for (const [name, type] of [
      ['../../page.html', 'text/html'],
      ['portrait', 'application/octet-stream'],
      ['portrait.svg', 'image/svg+xml'],
    ]) {
      const { status, body } = await avatars.upload(person, {
        bytes: png,
        ...(name && type ? { name, type } : {}),
      });
      expect(status).toBe(200);
      expect((await avatars.fetchAvatar(body.path)).headers.get('content-type')).toBe('image/webp');
    }
    const before = await avatars.avatarUrlOf(person);
    for (const bytes of [SVG, Buffer.from('not a picture'), Buffer.alloc(0), photo.subarray(0, -1)])
      expect(await avatars.upload(person, { bytes, name: 'portrait.png', type: 'image/png' })).toMatchObject(
        refusal(400, 'invalid_payload'),
      );
    expect(await avatars.avatarUrlOf(person)).toBe(before);
    expect(await avatars.listFiles(person)).toHaveLength(1);
  });

  it('takes 5 MB and not a byte more', async () => {
    const person = await register(app);
    expect((await avatars.upload(person, { bytes: photoOf(MAX_BYTES) })).status).toBe(200);
    const before = await avatars.listFiles(person);
    for (const bytes of [MAX_BYTES + 1, 20 * 1024 * 1024])
      expect(await avatars.upload(person, { bytes: photoOf(bytes) })).toMatchObject(
        refusal(413, 'payload_too_large'),
      );
    expect(await avatars.listFiles(person)).toEqual(before);
  });

  it('leaves out what else the form has', async () => {
    const person = await register(app);
    const form = new FormData();
    form.append('caption', 'x'.repeat(100_000));
    form.append('crop', '{"x":0}');
    form.append('avatar', new Blob([new Uint8Array(photo)]), 'portrait.jpg');
    form.append('avatar', 'text of the same name');
    expect((await avatars.send(person, form)).status).toBe(200);
  });

  it('refuses a form without the file with 400', async () => {
    const person = await register(app);
    const asText = new FormData();
    asText.append('avatar', 'portrait.jpg');
    const many = avatars.formOf({});
    for (let i = 0; i < 20; i++) many.append(`field${i}`, 'x');
    for (const form of [
      new FormData(),
      asText,
      avatars.formOf({ field: 'picture' }),
      avatars.formOf({}, {}),
      many,
    ])
      expect(await avatars.send(person, form)).toMatchObject(refusal(400, 'invalid_payload'));
    expect(await avatars.send(person, undefined)).toMatchObject(refusal(400, 'invalid_payload'));
    expect(await avatars.listFiles(person)).toEqual([]);
  });

  it.each<[string, string]>([
    ['without a boundary', 'multipart/form-data'],
    ['that never begins', 'multipart/form-data; boundary=other'],
    ['that is cut off', 'multipart/form-data; boundary=b'],
  ])('refuses a form %s with 400', async (_case, type) => {
    const person = await register(app);
    const body = '--b\r\ncontent-disposition: form-data; name="avatar"; filename="a.png"\r\n\r\nGIF89a';
    expect(await avatars.send(person, body, { 'content-type': type })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
  });

  it('refuses fields that are said to be JSON and are not with 400', async () => {
    const person = await register(app);
    const field = (name: string) =>
      `--b\r\ncontent-disposition: form-data; name="${name}"\r\ncontent-type: application/json\r\n\r\n{\r\n`;
    for (const name of ['options', '__proto__', 'toString'])
      expect(
        await avatars.send(person, `${field(name)}--b--\r\n`, {
          'content-type': 'multipart/form-data; boundary=b',
        }),
      ).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it.each([
    'application/json',
    'text/plain',
    'image/jpeg',
    'application/x-www-form-urlencoded',
    'multipart/mixed',
  ])('refuses %s with 415', async (type) => {
    const person = await register(app);
    expect(await avatars.send(person, '{}', { 'content-type': type })).toMatchObject(
      refusal(415, 'unsupported_media_type'),
    );
  });

  it('is the only route that takes a form', async () => {
    const { token } = await register(app);
    const refused = refusal(415, 'unsupported_media_type');
    expect(await app.call('PUT', '/profile/display-name', avatars.formOf({}), { token })).toMatchObject(
      refused,
    );
    expect(await app.call('POST', '/auth/login', avatars.formOf({}))).toMatchObject(refused);
  });

  it('asks for the access token of an account', async () => {
    expect(await app.call('POST', '/profile/avatar', avatars.formOf({}))).toMatchObject(
      refusal(401, 'unauthorized'),
    );
    expect(await avatars.send({ token: 'nonsense' }, avatars.formOf({}))).toMatchObject(
      refusal(401, 'unauthorized'),
    );
    expect(await avatars.send({ token: app.token }, avatars.formOf({}))).toMatchObject(
      refusal(403, 'forbidden'),
    );
  });

  it('says so as soon as it is too much, however much is to come', async () => {
    const person = await register(app);
    const outgoing = startUpload(person, 1024 * 1024 * 1024);
    const answered: Promise<IncomingMessage> = new Promise((resolve) => outgoing.once('response', resolve));
    outgoing.write(PART_HEAD);
    outgoing.write(photoOf(MAX_BYTES + 1));
    const answer = await answered;
    expect(answer.statusCode).toBe(413);
    expect(await json(answer)).toMatchObject(refusal(413, 'payload_too_large').body);
    outgoing.destroy();
  });

  it('leaves nothing of an upload that is given up', async () => {
    const person = await register(app);
    const outgoing = startUpload(person, PART_HEAD.length + photo.length);
    const closed = new Promise((resolve) => outgoing.once('close', resolve));
    outgoing.write(PART_HEAD);
    await new Promise((written) => outgoing.write(photo.subarray(0, photo.length / 2), written));
    outgoing.destroy();
    await closed;
    const { body } = await avatars.upload(person);
    expect(await avatars.listFiles(person)).toEqual([body.path]);
  });

  it('leaves one file, that of the profile, of several uploads at once', async () => {
    const person = await register(app);
    const answers = await Promise.all(Array.from({ length: 8 }, () => avatars.upload(person)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const [path, ...others] = await avatars.listFiles(person);
    expect(others).toEqual([]);
    expect(await avatars.avatarUrlOf(person)).toBe(`${PUBLIC_URL}/storage/avatars/${path}`);

    await Promise.all([
      avatars.upload(person),
      avatars.remove(person),
      avatars.upload(person),
      avatars.remove(person),
    ]);
    const urls = (await avatars.listFiles(person)).map((kept) => `${PUBLIC_URL}/storage/avatars/${kept}`);
    expect(urls).toEqual([await avatars.avatarUrlOf(person)].filter((url) => url !== null));
  });
});
