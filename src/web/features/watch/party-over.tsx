import { DoorOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MessageId } from '#web/lib/i18n.tsx';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty } from '#web/ui/states.tsx';
import type { PartyEnd } from './party-socket.ts';

const WORDS: Readonly<Record<PartyEnd, { title: MessageId; text: MessageId }>> = {
  replaced: { title: 'watch.over.replaced', text: 'watch.over.replacedText' },
  kicked: { title: 'watch.over.kicked', text: 'watch.over.kickedText' },
  expired: { title: 'watch.over.expired', text: 'watch.over.expiredText' },
  gone: { title: 'watch.over.gone', text: 'watch.over.goneText' },
};

type Props = {
  name: string;
  end: PartyEnd;
  /** Connects again, as who one was. */
  onReturn: () => void;
  /** To the door, as somebody new. */
  onLeave: () => void;
};

/** Why this window is in the party no more, and what can be done. */
export function PartyOver({ name, end, onReturn, onLeave }: Props) {
  const { t } = useTexts();
  const actions: Readonly<Record<PartyEnd, ReactNode>> = {
    replaced: <Button onClick={onReturn}>{t('watch.over.return')}</Button>,
    kicked: null,
    expired: <Button onClick={onLeave}>{t('watch.over.rejoin')}</Button>,
    gone: null,
  };
  return (
    <Page title={name} isNarrow>
      <div role="alert">
        <Empty
          icon={<DoorOpen className="size-8" />}
          title={t(WORDS[end].title)}
          action={
            <div className="flex flex-wrap justify-center gap-3">
              {actions[end]}
              <ButtonLink href="/watch" kind={actions[end] ? 'secondary' : 'primary'}>
                {t('watch.toStart')}
              </ButtonLink>
            </div>
          }
        >
          {t(WORDS[end].text)}
        </Empty>
      </div>
    </Page>
  );
}
