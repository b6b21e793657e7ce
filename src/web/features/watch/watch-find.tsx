import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { readPartyId } from '#web/lib/party-id.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';

/** Takes its visitor to a party by its link or id; most have followed the link itself. */
export function WatchFind() {
  const { t } = useTexts();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const find = (event: FormEvent) => {
    event.preventDefault();
    const id = readPartyId(text);
    if (id) navigate(`/watch/${id}`);
    else setWrong(true);
  };
  return (
    <Card title={t('watch.find.title')}>
      <form onSubmit={find} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('watch.find.link')}
          hint={t('watch.find.hint')}
          name="party"
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setWrong(false);
          }}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
          error={isWrong ? t('watch.find.wrong') : undefined}
        />
        <Button type="submit" kind="secondary">
          {t('watch.find.go')}
        </Button>
      </form>
    </Card>
  );
}
