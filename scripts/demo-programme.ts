/** Whoever hosts nights on the demo's server. The first one administers it, and is whom the visitor signs in as. */
export const HOSTS = {
  robin: {
    email: 'robin@example.org',
    password: 'a lively evening',
    username: 'robin',
    displayName: 'Robin',
    picture: { colours: ['#f59e0b', '#e11d48'], pips: 5 },
  },
  juno: {
    email: 'juno@example.org',
    password: 'a quiet evening',
    username: 'juno',
    displayName: 'Juno & friends',
    picture: { colours: ['#0ea5e9', '#7c3aed'], pips: 3 },
  },
} as const;

export type HostName = keyof typeof HOSTS;

/** A game of a night: its title in the shipped catalogue, how long it took, and how many played. */
export type Played = { title: string; minutes: number; players: number; byHand?: true };

export type PastNight = {
  host: HostName;
  daysAgo: number;
  notes: string;
  /** What is written down when the night is closed. */
  closingNotes?: string;
  /** Whether a chat log of another channel is imported afterwards. */
  hasChatLog?: true;
  games: readonly Played[];
};

/** The oldest first. */
export const PAST_NIGHTS: readonly PastNight[] = [
  {
    host: 'robin',
    daysAgo: 25,
    notes: 'The very first one',
    games: [
      { title: 'Quiplash 2', minutes: 16, players: 5 },
      { title: 'Fibbage 3', minutes: 19, players: 6 },
      { title: 'Drawful 2', minutes: 21, players: 6, byHand: true },
      { title: "You Don't Know Jack 2015", minutes: 18, players: 4 },
    ],
  },
  {
    host: 'robin',
    daysAgo: 18,
    notes: 'Games and pizza',
    hasChatLog: true,
    games: [
      { title: 'Tee K.O.', minutes: 26, players: 7 },
      { title: 'Trivia Murder Party', minutes: 20, players: 8 },
      { title: 'Survive the Internet', minutes: 19, players: 8 },
      { title: 'Guesspionage', minutes: 14, players: 7, byHand: true },
      { title: 'Quiplash 3', minutes: 17, players: 8 },
    ],
  },
  {
    host: 'juno',
    daysAgo: 13,
    notes: 'A rainy day, nothing but drawing',
    games: [
      { title: 'Drawful Animate', minutes: 24, players: 5 },
      { title: "Champ'd Up", minutes: 20, players: 6 },
      { title: 'Civic Doodle', minutes: 22, players: 6 },
    ],
  },
  {
    host: 'robin',
    daysAgo: 11,
    notes: 'Nine of us',
    closingNotes: 'Nine of us. Job Job has to come back',
    games: [
      { title: 'Job Job', minutes: 22, players: 6 },
      { title: 'Mad Verse City', minutes: 18, players: 7 },
      { title: 'Push the Button', minutes: 24, players: 9, byHand: true },
      { title: "Blather 'Round", minutes: 19, players: 5 },
      { title: 'Patently Stupid', minutes: 23, players: 6 },
      { title: 'Quiplash 3', minutes: 15, players: 8 },
    ],
  },
  {
    host: 'robin',
    daysAgo: 4,
    notes: "Ada's birthday",
    hasChatLog: true,
    games: [
      { title: 'Fibbage 4', minutes: 18, players: 8 },
      { title: 'Trivia Murder Party 2', minutes: 21, players: 8 },
      { title: 'Tee K.O. 2', minutes: 25, players: 8, byHand: true },
      { title: 'The Poll Mine', minutes: 16, players: 10 },
      { title: 'Joke Boat', minutes: 20, players: 7 },
    ],
  },
];

type Tonight = {
  host: HostName;
  notes: string;
  games: readonly Played[];
  /** How long the last one has been on. */
  onForMinutes: number;
};

/** The open night: what was played of it before the demo begins, the last one being on. */
export const TONIGHT: Tonight = {
  host: 'robin',
  notes: 'Game night with the chat',
  games: [
    { title: 'Quiplash 3', minutes: 17, players: 7 },
    { title: 'Fibbage 4', minutes: 16, players: 8, byHand: true },
    { title: 'Trivia Murder Party 2', minutes: 20, players: 8 },
    { title: 'Tee K.O. 2', minutes: 8, players: 6 },
  ],
  onForMinutes: 5,
};

/** The host's taste, as the dice know it. */
export const FAVOURED = ['Tee K.O. 2', 'Job Job'];
export const DISABLED_PACK = 'The Jackbox Naughty Pack';

/** What people type into a chat beside their votes. */
export const CHATTER = [
  'good evening everybody',
  'hahaha',
  'no way',
  'who wrote that',
  'one more round please',
  'I am in, code works',
  'that drawing',
  'robbed',
  'my sides',
  'can we play this one again next week?',
];
