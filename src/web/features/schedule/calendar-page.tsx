import { lazy, Suspense } from 'react';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { loadTemporal } from '#web/lib/temporal.ts';
import { Loading } from '#web/ui/states.tsx';

const Calendar = lazy(async () => {
  const [module] = await Promise.all([import('./calendar.tsx'), loadTemporal()]);
  return module;
});

/** What takes place when, on all timelines of whoever is signed in. */
export default function CalendarPage() {
  return (
    <RequireSignIn>
      {() => (
        <Suspense fallback={<Loading />}>
          <Calendar />
        </Suspense>
      )}
    </RequireSignIn>
  );
}
