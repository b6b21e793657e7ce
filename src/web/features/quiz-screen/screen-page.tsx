import { useLocation, useParams, useSearch } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { useAccountId } from '#web/lib/session.ts';
import { useWakeLock } from '#web/lib/wake-lock.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Loading } from '#web/ui/states.tsx';
import { ScreenBig } from './big-screen.tsx';
import { ScreenRemote } from './remote.tsx';
import { useScreenRoom } from './room.ts';
import { QuizzesLink, ReportLink, ScreenWords } from './words.tsx';

/** A live quiz on the big screen, or in its host's hand. */
export default function ScreenPage() {
  const { roomId = '' } = useParams();
  const accountId = useAccountId();
  const isRemote = new URLSearchParams(useSearch()).has('remote');
  if (!accountId) return <ScreenWords of="unauthorized" actions={<SignInLink />} />;
  return <HostedRoom key={`${accountId} ${roomId}`} roomId={roomId} isRemote={isRemote} />;
}

function HostedRoom({ roomId, isRemote }: { roomId: string; isRemote: boolean }) {
  const { t } = useTexts();
  const { state, connection, refusal, now, commands } = useScreenRoom(roomId);
  useWakeLock();
  if (state?.isClosed)
    return (
      <ScreenWords
        of="closed"
        actions={
          <>
            <ReportLink roomId={roomId} />
            <QuizzesLink />
          </>
        }
      />
    );
  if (refusal === 'unauthorized') return <ScreenWords of={refusal} actions={<SignInLink />} />;
  if (refusal === 'not_found')
    return (
      <ScreenWords
        of={refusal}
        actions={
          <>
            <ReportLink roomId={roomId} />
            <QuizzesLink />
          </>
        }
      />
    );
  if (refusal) return <ScreenWords of={refusal} actions={<QuizzesLink />} />;
  if (!state)
    return (
      <Page title={t('screen.title')} isNarrow>
        <Loading label={connection === 'lost' ? t('screen.lost') : t('screen.connecting')} />
      </Page>
    );
  const shared = { state, now, commands, isLost: connection !== 'open' };
  return isRemote ? <ScreenRemote {...shared} /> : <ScreenBig {...shared} />;
}

function SignInLink() {
  const { t } = useTexts();
  const [path] = useLocation();
  const search = useSearch();
  const here = path + (search && `?${search}`);
  return (
    <ButtonLink href={`/account/sign-in?next=${encodeURIComponent(here)}`}>{t('nav.signIn')}</ButtonLink>
  );
}
