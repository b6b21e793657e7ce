import { useMutation, useQuery } from '@tanstack/react-query';
import type { SessionOpening } from '#protocol/activities.ts';
import { api, read } from '#web/lib/api.ts';

const PAGE_SIZE = 100;

export type QuizTitle = { id: string; title: string };

const readPage = (page: number) => read(api.GET('/quiz', { params: { query: { page, limit: PAGE_SIZE } } }));

/** One's own, of which there are at most 1,000. */
export const useQuizTitles = (isWanted: boolean) =>
  useQuery({
    queryKey: ['schedule', 'quizzes'],
    enabled: isWanted,
    queryFn: async (): Promise<QuizTitle[]> => {
      const first = await readPage(1);
      const others = Array.from({ length: Math.max(0, first.totalPages - 1) }, (_, index) =>
        readPage(index + 2),
      );
      return [first, ...(await Promise.all(others))].flatMap(({ quizzes }) =>
        quizzes.map(({ id, title }) => ({ id, title })),
      );
    },
  });

/** Another member's quiz may be theirs alone: then it has no title here. */
export const useQuizTitle = (id: string | undefined) =>
  useQuery({
    queryKey: ['schedule', 'quiz', id],
    enabled: id !== undefined,
    retry: false,
    queryFn: async () => (await read(api.GET('/quiz/{id}', { params: { path: { id: id ?? '' } } }))).title,
  });

/** Starts what an event is for, or finds it where it was started. */
export const useOpening = (sessionId: string, originalStart: string) =>
  useMutation({
    mutationFn: async (): Promise<SessionOpening> => {
      const params = { path: { id: sessionId } };
      return (await read(api.POST('/sessions/{id}/open', { params, body: { originalStart } }))).data;
    },
  });
