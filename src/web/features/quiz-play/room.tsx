import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { catchFocus } from '#web/lib/lost-focus.ts';
import { connectQuiz } from '#web/lib/quiz-socket.ts';
import { useTitle } from '#web/ui/page.tsx';
import { Loading } from '#web/ui/states.tsx';
import { PlayBar, PlayOffline } from './bar.tsx';
import { useWakeLock } from './device.ts';
import { PlayFinal } from './final.tsx';
import { createGame, type Game } from './game.ts';
import { PlayJoin } from './join.tsx';
import { PlayLobby } from './lobby.tsx';
import { useNews } from './news.ts';
import { PlayOut } from './out.tsx';
import { PlayQuestion } from './question.tsx';
import { PlayResult } from './result.tsx';
import { storedSeat } from './seat.ts';
import type { RoomState } from './state.ts';

/** One player in the room of a code. */
export function PlayRoom({ code }: { code: string }) {
  const [game, setGame] = useState<Game>();
  useEffect(() => {
    const seat = storedSeat(code);
    const opened = createGame({
      code,
      seat,
      socket: connectQuiz({ playerToken: () => seat.get()?.playerToken }),
    });
    setGame(opened);
    return opened.close;
  }, [code]);
  return game ? <Inside code={code} game={game} /> : null;
}

function Inside({ code, game }: { code: string; game: Game }) {
  const { t } = useTexts();
  const state = useSyncExternalStore(game.subscribe, game.state);
  const isOffline = useSyncExternalStore(game.subscribe, game.isOffline);
  const [hasAsked, setAsked] = useState(!game.isReturning);
  useWakeLock(state.at === 'room');

  if (state.at === 'out') return <PlayOut why={state.why} last={state.last} />;
  return (
    <>
      {state.at === 'room' ? (
        <PlayStage state={state} game={game} isOffline={isOffline} />
      ) : state.isJoining && !hasAsked ? (
        <main id="main" tabIndex={-1} className="flex min-h-dvh items-center justify-center outline-none">
          <Loading label={t('play.returning')} />
        </main>
      ) : (
        <PlayJoin
          code={code}
          isJoining={state.isJoining}
          problem={state.problem}
          onJoin={(name) => {
            setAsked(true);
            game.join(name);
          }}
        />
      )}
      <PlayOffline isOffline={isOffline} />
    </>
  );
}

type StageProps = { state: RoomState; game: Game; isOffline: boolean };

function PlayStage({ state, game, isOffline }: StageProps) {
  const { phase, index, title } = state;
  const news = useNews(state);
  useTitle(title);
  // What was tapped last is gone with its question.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when something else is shown
  useEffect(catchFocus, [phase, index]);
  return (
    <main id="main" tabIndex={-1} className="flex h-dvh flex-col overflow-hidden outline-none">
      <PlayBar state={state} />
      <p role="status" className="sr-only">
        {news}
      </p>
      <div className="mx-auto flex min-h-0 w-full max-w-4xl flex-1 flex-col">
        <Scene state={state} game={game} isOffline={isOffline} />
      </div>
    </main>
  );
}

function Scene({ state, game, isOffline }: StageProps) {
  const { phase, question } = state;
  if (phase === 'lobby') return <PlayLobby state={state} onLeave={game.leave} />;
  if (phase === 'finished') return <PlayFinal state={state} />;
  if (!question) return <Loading />;
  if (phase === 'ended') return <PlayResult state={state} />;
  return (
    <PlayQuestion
      state={state}
      question={question}
      isOffline={isOffline}
      now={game.now}
      onAnswer={game.answer}
    />
  );
}
