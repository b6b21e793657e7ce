import { useTexts } from '#web/lib/i18n.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { useTitle } from '#web/ui/page.tsx';
import { DoorPage } from './door.tsx';
import { rankValues } from './rank.ts';
import type { RoomState } from './state.ts';

/** The room is closed, or the host has removed this player. */
export function PlayOut({ why, last }: { why: 'kicked' | 'closed'; last: RoomState | undefined }) {
  const { t } = useTexts();
  const title = t(why === 'kicked' ? 'play.out.kicked' : 'play.out.closed');
  useTitle(title);
  return (
    <DoorPage title={title}>
      {why === 'closed' && last?.standing && (
        <p className="text-center text-xl font-bold">{t('play.final.rank', rankValues(last))}</p>
      )}
      <p className="text-center text-soft">
        {t(why === 'kicked' ? 'play.out.kickedText' : 'play.out.closedText')}
      </p>
      <ButtonLink href="/" kind="secondary" className="self-center">
        {t('notFound.home')}
      </ButtonLink>
    </DoorPage>
  );
}
