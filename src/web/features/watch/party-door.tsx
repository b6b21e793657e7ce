import { Popcorn } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/me.ts';
import { type Membership, toMembership } from '#web/lib/party-membership.ts';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { type PartyFaults, readPartyFaults } from './party-faults.ts';
import { keepPartyName, readPartyName } from './party-name.ts';
import { joinParty } from './party-requests.ts';

/** Who comes by the link says who they are, and the password. */
export function PartyDoor({ id, onEnter }: { id: string; onEnter: (membership: Membership) => void }) {
  const { t } = useTexts();
  const { me } = useMe();
  const [username, setUsername] = useState(readPartyName);
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<PartyFaults>({});
  const [isBusy, setBusy] = useState(false);

  const join = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFaults({});
    try {
      const shown = username || (me?.displayName ?? '');
      onEnter(toMembership(await joinParty({ session_id: id, password, ...keepPartyName(shown) })));
    } catch (error) {
      setFaults(readPartyFaults(error, t));
      setBusy(false);
    }
  };

  return (
    <Page title={t('watch.door.title')} isNarrow>
      <Card>
        <form onSubmit={join} className="flex flex-col gap-4">
          <p className="flex items-center gap-3 text-lg">
            <Popcorn aria-hidden="true" className="size-8 shrink-0 text-accent" />
            {t('watch.door.text')}
          </p>
          <TextField
            label={t('watch.yourName')}
            hint={t('watch.yourNameHint')}
            name="username"
            value={username}
            onChange={({ currentTarget }) => setUsername(currentTarget.value)}
            placeholder={me?.displayName ?? ''}
            maxLength={60}
            autoComplete="nickname"
            error={faults.username}
          />
          <TextField
            label={t('watch.door.password')}
            hint={t('watch.door.passwordHint')}
            name="password"
            type="password"
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            required
            maxLength={72}
            autoComplete="off"
            error={faults.password}
          />
          {faults.form && (
            <p role="alert" className="font-bold text-danger">
              {faults.form}
            </p>
          )}
          <Button type="submit" size="large" isBusy={isBusy}>
            {t('watch.door.go')}
          </Button>
        </form>
      </Card>
      <p className="mt-4 text-center">
        <ButtonLink href="/watch" kind="quiet">
          {t('watch.toStart')}
        </ButtonLink>
      </p>
    </Page>
  );
}
