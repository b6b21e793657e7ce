import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/me.ts';
import { keepMembership, toMembership } from '#web/lib/party-membership.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';
import { type PartyFaults, readPartyFaults } from './party-faults.ts';
import { keepPartyName, readPartyName } from './party-name.ts';
import { createParty } from './party-requests.ts';

/** A new party, which its maker is the host of. */
export function WatchCreate() {
  const { t } = useTexts();
  const { me } = useMe();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [username, setUsername] = useState(readPartyName);
  const [faults, setFaults] = useState<PartyFaults>({});
  const [isBusy, setBusy] = useState(false);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFaults({});
    try {
      const shown = username || (me?.displayName ?? '');
      const party = await createParty({ name, password, ...keepPartyName(shown) });
      keepMembership(toMembership(party));
      navigate(`/watch/${party.id}`, { state: { isNew: true } });
    } catch (error) {
      setFaults(readPartyFaults(error, t));
      setBusy(false);
    }
  };

  return (
    <Card title={t('watch.create.title')}>
      <form onSubmit={create} className="flex flex-col gap-4">
        <TextField
          label={t('watch.create.name')}
          name="name"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          placeholder={t('watch.create.nameExample')}
          required
          minLength={3}
          maxLength={100}
          autoComplete="off"
          error={faults.name}
        />
        <TextField
          label={t('watch.create.password')}
          hint={t('watch.create.passwordHint')}
          name="password"
          type="text"
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          required
          minLength={6}
          maxLength={72}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={faults.password}
        />
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
        {faults.form && (
          <p role="alert" className="font-bold text-danger">
            {faults.form}
          </p>
        )}
        <Button type="submit" size="large" isBusy={isBusy}>
          {t('watch.create.go')}
        </Button>
      </form>
    </Card>
  );
}
