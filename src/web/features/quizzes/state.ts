import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, read } from '#web/lib/api.ts';
import type { Quiz } from './editor-wire.ts';

const ROOT = ['quizzes'] as const;
const OWN = [...ROOT, 'own'] as const;
const PAGE_SIZE = 100;
const PUBLIC_PAGE_SIZE = 12;

const readOwnPage = (page: number) =>
  read(api.GET('/quiz', { params: { query: { page, limit: PAGE_SIZE } } }));

/** All of one's own, of which there are at most 1,000: searching among them needs no server. */
export const useOwnQuizzes = () =>
  useQuery({
    queryKey: OWN,
    queryFn: async (): Promise<Quiz[]> => {
      const first = await readOwnPage(1);
      const others = Array.from({ length: Math.max(0, first.totalPages - 1) }, (_, index) =>
        readOwnPage(index + 2),
      );
      return [first, ...(await Promise.all(others))].flatMap(({ quizzes }) => quizzes);
    },
  });

/** Everybody's that are public and published, page by page. */
export const usePublicQuizzes = (search: string) =>
  useInfiniteQuery({
    queryKey: [...ROOT, 'public', search],
    initialPageParam: 1,
    queryFn: ({ pageParam: page }) => {
      const query = { page, limit: PUBLIC_PAGE_SIZE, ...(search && { search }) };
      return read(api.GET('/quiz/public', { params: { query } }));
    },
    getNextPageParam: ({ page, totalPages }) => (page < totalPages ? page + 1 : undefined),
    // While one types, what was found before stays.
    placeholderData: (before) => before,
  });

export function useQuizActions() {
  const queries = useQueryClient();
  const reload = () => queries.invalidateQueries({ queryKey: ROOT });

  const create = useMutation({
    mutationFn: (title: string) => read(api.POST('/quiz', { body: { title } })),
    onSuccess: reload,
  });
  const clone = useMutation({
    mutationFn: (id: string) => read(api.POST('/quiz/{id}/clone', { params: { path: { id } } })),
    onSuccess: reload,
  });
  const remove = useMutation({
    mutationFn: async (id: string) => {
      try {
        await read(api.DELETE('/quiz/{id}', { params: { path: { id } } }));
      } catch (error) {
        // Another tab was quicker.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
      queries.setQueryData<Quiz[]>(OWN, (quizzes) => quizzes?.filter((quiz) => quiz.id !== id));
    },
    onSettled: reload,
  });
  return { create, clone, remove, reload };
}
