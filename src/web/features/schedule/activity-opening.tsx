import { DoorOpen } from 'lucide-react';
import { useLocation } from 'wouter';
import type { SessionActivity, SessionOpening } from '#protocol/activities.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { keepMembership, toMembership } from '#web/lib/party-membership.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { useOpening, useQuizTitle } from './activity-requests.ts';
import type { NamedOccurrence } from './calendar-data.ts';
import { explainNotOpened } from './session-faults.ts';

type Props = { activity: SessionActivity; occurrence: NamedOccurrence; canOpen: boolean };

/** What an event is for, how it is opened, and where guests then go. */
export function ActivityOpening({ activity, occurrence, canOpen }: Props) {
  const { t } = useTexts();
  const { kind } = activity;
  const quiz = useQuizTitle(kind === 'quiz' ? activity.quizId : undefined);
  const { mutate, data, isPending, error } = useOpening(occurrence.sessionId, occurrence.originalStart);
  return (
    <section className="flex flex-col gap-3 rounded-card bg-sunken p-4">
      <h3 className="text-lg">
        {t(`sessions.activity.${kind}`)}
        {quiz.data !== undefined && `: ${quiz.data}`}
      </h3>
      {!canOpen && <p className="text-sm text-soft">{t('sessions.openByEditors')}</p>}
      {canOpen && !data && (
        <>
          <p className="text-sm text-soft">{t(`sessions.openText.${kind}`)}</p>
          <Button onClick={() => mutate()} isBusy={isPending} className="self-start">
            <DoorOpen className="size-5" />
            {t(`sessions.open.${kind}`)}
          </Button>
        </>
      )}
      <p role="alert" className="text-sm font-bold text-danger empty:hidden">
        {error && explainNotOpened(error, t)}
      </p>
      {data && <Opened opening={data} />}
    </section>
  );
}

/** The same address as here: the server may be known by others, too. */
function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}

function Opened({ opening }: { opening: SessionOpening }) {
  const { t } = useTexts();
  const [, navigate] = useLocation();
  const { kind, isHost, url, guestUrl, code, password, membership } = opening;
  const go = () => {
    // Its host is who made it, and no guest.
    if (membership) keepMembership(toMembership(membership));
    navigate(pathOf(url));
  };
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="font-bold">
        {t(isHost ? 'sessions.opened' : 'sessions.openedByOther')}
      </p>
      <div className="flex flex-col items-start gap-2">
        <p className="text-sm text-soft">{t('sessions.guestLink')}</p>
        <p className="w-full select-all rounded-control bg-surface px-3 py-2 text-sm [overflow-wrap:anywhere]">
          {guestUrl}
        </p>
        <CopyButton text={guestUrl} label={t('sessions.copyLink')} />
      </div>
      {code !== undefined && <p>{t('sessions.code', { code })}</p>}
      {password !== undefined && (
        <p className="flex flex-wrap items-center gap-2">
          {t('sessions.password', { password })}
          <CopyButton text={password} label={t('sessions.copyPassword')} />
        </p>
      )}
      <Button onClick={go} className="self-start">
        {t(isHost ? `sessions.go.${kind}` : 'sessions.goGuest')}
      </Button>
    </div>
  );
}
