import { useQuery } from '@tanstack/react-query';
import { api, read } from './api.ts';
import { useAccountId } from './session.ts';

/** Who is signed in here: the profile, and whether they administer. */
export function useMe() {
  const accountId = useAccountId();
  const isSignedIn = accountId !== undefined;
  const query = useQuery({
    // Another tab may have signed somebody else in.
    queryKey: ['me', accountId],
    enabled: isSignedIn,
    staleTime: 60_000,
    queryFn: async () => {
      const [profile, verified] = await Promise.all([
        read(api.GET('/profile')),
        read(api.POST('/api/auth/verify')),
      ]);
      return { ...profile, isAdmin: verified.user.role === 'admin' };
    },
  });
  return { isSignedIn, me: isSignedIn ? query.data : undefined, query };
}
