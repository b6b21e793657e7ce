import type account from './en/account.json';
import type admin from './en/admin.json';
import type audience from './en/audience.json';
import type calendar from './en/calendar.json';
import type catalogue from './en/catalogue.json';
import type common from './en/common.json';
import type console from './en/console.json';
import type history from './en/history.json';
import type home from './en/home.json';
import type play from './en/play.json';
import type quizzes from './en/quizzes.json';
import type report from './en/report.json';
import type screen from './en/screen.json';
import type sessions from './en/sessions.json';
import type timelines from './en/timelines.json';
import type watch from './en/watch.json';
import type webhooks from './en/webhooks.json';

/** The texts, by the part of the app that they are loaded with. */
type Areas = {
  account: typeof account;
  admin: typeof admin;
  audience: typeof audience;
  calendar: typeof calendar;
  catalogue: typeof catalogue;
  common: typeof common;
  console: typeof console;
  history: typeof history;
  home: typeof home;
  play: typeof play;
  quizzes: typeof quizzes;
  report: typeof report;
  screen: typeof screen;
  sessions: typeof sessions;
  timelines: typeof timelines;
  watch: typeof watch;
  webhooks: typeof webhooks;
};

export type Area = keyof Areas;
export type MessageId = { [A in Area]: keyof Areas[A] }[Area];
