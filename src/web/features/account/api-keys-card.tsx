import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bot, KeyRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useFocusAfterRemoval } from '#web/lib/use-focus-after-removal.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { ApiKeyItem } from './api-key-item.tsx';
import { API_KEYS, listKeys, type MadeKey } from './api-keys.ts';
import { MadeKeyPanel } from './made-key-panel.tsx';
import { NewKeyForm } from './new-key-form.tsx';

type Props = { made: MadeKey | undefined; onMade: (key: MadeKey | undefined) => void };

/** Keys for bots: made with what they may do, shown once, revoked when they are done with. */
export function ApiKeysCard({ made, onMade }: Props) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const makeButton = useRef<HTMLButtonElement>(null);
  const [isAsking, setAsking] = useState(false);
  const keys = useQuery({ queryKey: API_KEYS, queryFn: listKeys });
  useFocusAfterRemoval(keys.data?.length, makeButton);
  const refresh = () => queries.invalidateQueries({ queryKey: API_KEYS });
  const end = () => {
    setAsking(false);
    onMade(undefined);
    requestAnimationFrame(() => makeButton.current?.focus());
  };
  return (
    <div className="flex flex-col gap-6">
      {made && <MadeKeyPanel made={made} onDone={end} />}
      {isAsking && !made && (
        <Card title={t('account.newKey')}>
          <NewKeyForm
            onMade={(key) => {
              onMade(key);
              void refresh();
            }}
            onCancel={end}
          />
        </Card>
      )}
      <Card
        title={t('account.keys')}
        actions={
          !isAsking &&
          !made && (
            <Button ref={makeButton} kind="secondary" onClick={() => setAsking(true)}>
              <KeyRound aria-hidden="true" className="size-5" />
              {t('account.makeKey')}
            </Button>
          )
        }
      >
        <Loaded query={keys}>
          {(entries) =>
            entries.length === 0 ? (
              <Empty icon={<Bot aria-hidden="true" className="size-8" />} title={t('account.noKeys')}>
                {t('account.noKeysText')}
              </Empty>
            ) : (
              <ul className="flex flex-col divide-y divide-line">
                {entries.map((entry) => (
                  <ApiKeyItem key={entry.id} entry={entry} onRevoked={refresh} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </div>
  );
}
