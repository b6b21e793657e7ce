import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { type Area, loadTexts } from './lib/i18n.tsx';

type PageModule = { default: ComponentType };
type PageEntry = { path: string; Component: LazyExoticComponent<ComponentType> };

/** A page with the texts that it and its components use, loaded together once it is shown. */
function page(path: string, areas: readonly Area[], load: () => Promise<PageModule>): PageEntry {
  const loadAll = async () => {
    const [module] = await Promise.all([load(), loadTexts(areas)]);
    return module;
  };
  return { path, Component: lazy(loadAll) };
}

/** In the frame that has the navigation. */
export const PAGES: readonly PageEntry[] = [
  page('/', ['home'], () => import('./features/home/home-page.tsx')),
  page('/join/:host', ['audience'], () => import('./features/nights/audience-page.tsx')),
  page('/account', ['account'], () => import('./features/account/account-page.tsx')),
  page('/account/sign-in', ['account'], () => import('./features/account/sign-in-page.tsx')),
  page('/account/register', ['account'], () => import('./features/account/register-page.tsx')),
  page('/account/reset', ['account'], () => import('./features/account/reset-page.tsx')),
  page('/admin', ['admin'], () => import('./features/admin/admin-page.tsx')),
  page('/host', ['console', 'history'], () => import('./features/nights/console-page.tsx')),
  page('/host/nights', ['history'], () => import('./features/nights/history-page.tsx')),
  page('/host/nights/:id', ['history'], () => import('./features/nights/night-page.tsx')),
  page('/host/catalogue', ['catalogue'], () => import('./features/catalogue/catalogue-page.tsx')),
  page('/host/quizzes', ['quizzes'], () => import('./features/quizzes/quizzes-page.tsx')),
  page('/host/quizzes/:id', ['quizzes'], () => import('./features/quizzes/editor-page.tsx')),
  page('/host/games', ['report'], () => import('./features/quiz-report/list-page.tsx')),
  page('/host/games/:id', ['report'], () => import('./features/quiz-report/report-page.tsx')),
  page(
    '/calendar',
    ['calendar', 'sessions', 'timelines'],
    () => import('./features/schedule/calendar-page.tsx'),
  ),
  page('/calendar/timelines/:id', ['timelines'], () => import('./features/schedule/timeline-page.tsx')),
  page('/watch', ['watch'], () => import('./features/watch/watch-page.tsx')),
  page('/host/webhooks', ['webhooks'], () => import('./features/webhooks/webhooks-page.tsx')),
];

/** Without the frame: they lie over a stream. */
export const OVERLAYS: readonly PageEntry[] = [
  page('/overlay/votes', ['audience'], () => import('./features/nights/votes-overlay.tsx')),
];

/** Without the frame: they have a whole screen, that of a phone or one that is large, to themselves. */
export const BARE_PAGES: readonly PageEntry[] = [
  page('/host/quiz/:roomId', ['screen'], () => import('./features/quiz-screen/screen-page.tsx')),
  page('/watch/:id', ['watch'], () => import('./features/watch/party-page.tsx')),
];

/** Of players, who come by the hundred at once: neither the frame, nor what pages share that work with the API. */
export const PHONE_PAGES: readonly PageEntry[] = [
  page('/play', ['play'], () => import('./features/quiz-play/play-page.tsx')),
  page('/play/:code', ['play'], () => import('./features/quiz-play/play-page.tsx')),
];
