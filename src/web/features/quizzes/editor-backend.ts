import { ApiError, api, read } from '#web/lib/api.ts';
import type { Backend, FailureKind, LoadedQuiz } from './editor-store.ts';

/** @throws {ApiError} */
export async function loadQuiz(id: string): Promise<LoadedQuiz> {
  const params = { path: { id } };
  const [quiz, { questions }] = await Promise.all([
    read(api.GET('/quiz/{id}', { params })),
    read(api.GET('/quiz/{id}/questions', { params })),
  ]);
  return { quiz, questions };
}

/** The server, by its REST routes. */
export const createBackend = (quizId: string): Backend => ({
  load: () => loadQuiz(quizId),
  kindOf,

  async send(step) {
    switch (step.type) {
      case 'quiz':
        return {
          quiz: await read(api.PUT('/quiz/{id}', { params: { path: { id: quizId } }, body: step.body })),
        };
      case 'remove': {
        const path = { quizId, questionId: step.questionId };
        await read(api.DELETE('/quiz/{quizId}/questions/{questionId}', { params: { path } }));
        return {};
      }
      case 'add': {
        const params = { path: { quizId } };
        return { question: await read(api.POST('/quiz/{quizId}/questions', { params, body: step.body })) };
      }
      case 'change': {
        const params = { path: { quizId, questionId: step.questionId } };
        const call = api.PUT('/quiz/{quizId}/questions/{questionId}', { params, body: step.body });
        return { question: await read(call) };
      }
      case 'order': {
        const body = { question_ids: [...step.questionIds] };
        const call = api.PUT('/quiz/{quizId}/questions/reorder', { params: { path: { quizId } }, body });
        return { questions: (await read(call)).questions };
      }
    }
  },
});

function kindOf(error: unknown): FailureKind {
  if (!(error instanceof ApiError)) return 'other';
  const { status } = error;
  if (status === 0 || status === 429 || status >= 500) return 'passing';
  if (status === 404) return 'gone';
  return status === 400 || status === 409 ? 'refused' : 'other';
}
