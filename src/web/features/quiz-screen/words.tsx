import type { ReactNode } from 'react';
import { type MessageId, useTexts } from '#web/lib/i18n.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty } from '#web/ui/states.tsx';
import type { Refusal } from './room.ts';

const WORDS: Readonly<Record<Refusal | 'closed', { title: MessageId; text: MessageId }>> = {
  unauthorized: { title: 'screen.signInTitle', text: 'screen.signInText' },
  forbidden: { title: 'screen.forbiddenTitle', text: 'screen.forbiddenText' },
  not_found: { title: 'screen.goneTitle', text: 'screen.goneText' },
  closed: { title: 'screen.closedTitle', text: 'screen.closedText' },
};

/** Where there is no game to be seen: why, and where to go from here. */
export function ScreenWords({ of, actions }: { of: keyof typeof WORDS; actions: ReactNode }) {
  const { t } = useTexts();
  const { title, text } = WORDS[of];
  return (
    <Page title={t(title)} isNarrow>
      <Empty
        title={t(text)}
        action={<div className="mt-2 flex flex-wrap justify-center gap-3">{actions}</div>}
      />
    </Page>
  );
}

export const ReportLink = ({ roomId }: { roomId: string }) => {
  const { t } = useTexts();
  return <ButtonLink href={`/host/games/${roomId}`}>{t('screen.report')}</ButtonLink>;
};

export const QuizzesLink = () => {
  const { t } = useTexts();
  return (
    <ButtonLink href="/host/quizzes" kind="secondary">
      {t('screen.quizzes')}
    </ButtonLink>
  );
};
