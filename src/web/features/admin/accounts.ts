import { api, read } from '#web/lib/api.ts';

const PAGE_SIZE = 20;
const LONG_PAGE = 100;
/** More than these are named by their ids. */
const MAX_LONG_PAGES = 10;

/** The key that all lists of accounts begin with. */
export const accountsKey = ['admin', 'accounts'] as const;

export const readAccounts = (search: string, page: number) =>
  read(
    api.GET('/auth/accounts', { params: { query: { ...(search && { search }), page, limit: PAGE_SIZE } } }),
  );

export type Account = Awaited<ReturnType<typeof readAccounts>>['accounts'][number];

/** The first thousand, to name them elsewhere. */
export async function readAllAccounts(): Promise<readonly Account[]> {
  const all: Account[] = [];
  for (let page = 1; page <= MAX_LONG_PAGES; page++) {
    const { accounts, pagination } = await read(
      api.GET('/auth/accounts', { params: { query: { page, limit: LONG_PAGE } } }),
    );
    all.push(...accounts);
    if (page >= pagination.totalPages) break;
  }
  return all;
}

export const changeAccount = (id: string, body: { is_admin?: boolean; disabled?: boolean }) =>
  read(api.PATCH('/auth/accounts/{id}', { params: { path: { id } }, body }));

export const makeResetLink = (id: string) =>
  read(api.POST('/auth/accounts/{id}/password-reset', { params: { path: { id } } }));
