import { useState } from 'react';
import { useParams } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { readPartyId } from '#web/lib/party-id.ts';
import { keepMembership, type Membership, readMembership } from '#web/lib/party-membership.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty } from '#web/ui/states.tsx';
import { PartyDoor } from './party-door.tsx';
import { PartyRoom } from './party-room.tsx';

/** A watch party: its door for who is not in yet, and the room. */
export default function PartyPage() {
  const { t } = useTexts();
  const { id: text = '' } = useParams();
  const id = readPartyId(text);
  if (id) return <DoorOrRoom key={id} id={id} />;
  return (
    <Page title={t('watch.title')} isNarrow>
      <Empty
        title={t('watch.fault.unknown')}
        action={<ButtonLink href="/watch">{t('watch.toStart')}</ButtonLink>}
      />
    </Page>
  );
}

function DoorOrRoom({ id }: { id: string }) {
  // Not that of another window, which may have been put out: each stays who it was.
  const [membership, setMembership] = useState<Membership | undefined>(() => readMembership(id));
  if (membership)
    return (
      <PartyRoom key={membership.userId} membership={membership} onLeave={() => setMembership(undefined)} />
    );
  return (
    <PartyDoor
      id={id}
      onEnter={(entered) => {
        keepMembership(entered);
        setMembership(entered);
      }}
    />
  );
}
