import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '#server/platform/test-images.ts';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createQuizClient, NOBODYS_ID, newQuestion } from '../setup/quizzes.ts';

const PUBLIC_URL = 'http://soiree.example/base';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let ada: Person;
let grace: Person;
let quizId: string;

beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_URL } });
  client = createQuizClient(app);
  ada = await register(app);
  grace = await register(app);
  ({ id: quizId } = await client.makeQuiz(ada));
});
afterAll(() => app.close());

function formOf(bytes: Uint8Array, field = 'image'): FormData {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)], { type: 'text/plain' }), 'map.txt');
  return form;
}

const upload = (who: Person, id: string, form: unknown) =>
  client.call(who, 'POST', `/quiz/${id}/images`, form);

describe('[X92] POST /quiz/:id/images', () => {
  it('keeps a picture by its bytes, as WebP of at most 1600 by 1600, and serves it for ever', async () => {
    const { status, body } = await upload(ada, quizId, formOf(await makeImage('png', 2_000, 1_000)));
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        path: expect.stringMatching(new RegExp(`^${quizId}/[0-9a-f]{32}\\.webp$`)),
        url: `${PUBLIC_URL}/storage/quiz-images/${body.path}`,
      },
    });
    const served = await fetch(`${app.url}/storage/quiz-images/${body.path}`);
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toBe('image/webp');
    expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const picture = await sharp(Buffer.from(await served.arrayBuffer())).metadata();
    expect(picture).toMatchObject({ format: 'webp', width: 1_600, height: 800 });
    const again = await fetch(served.url, { headers: { 'if-none-match': served.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it('refuses what is no picture, no form, without the field, or too large', async () => {
    for (const form of [
      formOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      formOf(Buffer.alloc(0)),
      formOf(await makeImage('png'), 'avatar'),
      new FormData(),
      undefined,
    ])
      expect(await upload(ada, quizId, form)).toMatchObject(refusal(400, 'invalid_payload'));
    expect(await upload(ada, quizId, { image: 'x' })).toMatchObject(refusal(415, 'unsupported_media_type'));
    expect(await upload(ada, quizId, formOf(Buffer.alloc(5 * 1024 * 1024 + 1)))).toMatchObject(
      refusal(413, 'payload_too_large'),
    );
  });

  it('is for whoever may change the quiz', async () => {
    const form = formOf(await makeImage('png'));
    const open = await client.makeQuiz(ada, { is_public: true });
    expect(await upload(grace, quizId, form)).toMatchObject(refusal(404, 'not_found'));
    expect(await upload(grace, open.id, form)).toMatchObject(refusal(403, 'forbidden'));
    expect(await upload(ada, NOBODYS_ID, form)).toMatchObject(refusal(404, 'not_found'));
    expect(await upload(ada, 'nothing', form)).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it('is refused beyond 5,000 an account', async () => {
    await queryStore(
      app.connection,
      `INSERT INTO quiz_images (path, account_id, created_at)
       SELECT 'path ' || number, $1, now() FROM generate_series(1, 5000) AS number`,
      [grace.id],
    );
    const own = await client.makeQuiz(grace);
    expect(await upload(grace, own.id, formOf(await makeImage('png')))).toMatchObject(
      refusal(409, 'conflict'),
    );
  });

  it.each(['../../secrets.webp', `${NOBODYS_ID}/${'0'.repeat(32)}.webp`, 'a/b.webp', 'a/%2e%2e%2fb.webp'])(
    'nothing is at %s',
    async (path) => {
      expect((await fetch(`${app.url}/storage/quiz-images/${path}`)).status).toBe(404);
    },
  );
});

describe('[X92] an image_url', () => {
  it('may be that of an uploaded picture, which follows the server to another address', async () => {
    const { url, path } = (await upload(ada, quizId, formOf(await makeImage('jpeg')))).body;
    const question = await client.addQuestion(ada, quizId, {
      image_url: url,
      explanation_image_url: url,
      answers: [
        { answer_text: 'One', is_correct: true, image_url: url },
        { answer_text: 'Two', is_correct: false, image_url: 'https://example.org/two.png' },
      ],
    });
    expect(question).toMatchObject({
      image_url: url,
      explanation_image_url: url,
      answers: [{ image_url: url }, { image_url: 'https://example.org/two.png' }],
    });
    const [stored] = await queryStore(app.connection, 'SELECT image_url FROM quiz_questions WHERE id = $1', [
      question.id,
    ]);
    expect(stored).toEqual({ image_url: `quiz-images/${path}` });
    const document = await client.act(ada, 'GET', `/quiz/${quizId}/export`);
    expect(document.questions[0].image_url).toBe(url);
    const copy = await client.act(ada, 'POST', '/quiz/import', document);
    expect((await client.listQuestions(ada, copy.id))[0].image_url).toBe(url);
    // Removing the question leaves the picture to its copies.
    await client.act(ada, 'DELETE', `/quiz/${quizId}`);
    expect((await fetch(`${app.url}/storage/quiz-images/${path}`)).status).toBe(200);
  });

  it('may be nothing else of this server', async () => {
    const { id } = await client.makeQuiz(ada);
    for (const path of ['avatars/x.webp', 'quiz-images/../x.webp', 'quiz-images/x', ''])
      expect(
        await client.call(
          ada,
          'POST',
          `/quiz/${id}/questions`,
          newQuestion({ image_url: `${PUBLIC_URL}/storage/${path}` }),
        ),
      ).toMatchObject(refusal(400, 'invalid_payload'));
  });
});
