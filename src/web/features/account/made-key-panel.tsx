import { useEffect, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Snippet } from '#web/ui/snippet.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import type { MadeKey } from './api-keys.ts';
import { writeSnippets } from './snippets.ts';

/** The only time that the key is to be seen, and what a bot does with it. */
export function MadeKeyPanel({ made, onDone }: { made: MadeKey; onDone: () => void }) {
  const { t } = useTexts();
  const [language, setLanguage] = useState('curl');
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The form that had the focus is gone.
    text.current?.focus();
  }, []);
  const mayVote = made.scopes.includes('votes:write');
  const { curl, script } = writeSnippets(location.origin, made.key, mayVote);
  return (
    <Card title={t('account.keyMade', { name: made.name })} className="border-accent animate-rise">
      <div className="flex flex-col gap-5">
        <p ref={text} tabIndex={-1} className="font-bold outline-none">
          {t('account.keyOnce')}
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <code className="min-w-0 flex-1 basis-64 break-all rounded-control bg-sunken p-3">{made.key}</code>
          <CopyButton text={made.key} label={t('account.copyKey')} />
        </div>
        <div>
          <p className="mb-2">{mayVote ? t('account.snippetVote') : t('account.snippetTry')}</p>
          <Tabs
            value={language}
            onChange={setLanguage}
            tabs={[
              {
                id: 'curl',
                label: 'curl',
                content: <Snippet text={curl} copyLabel={t('account.copySnippet')} />,
              },
              {
                id: 'script',
                label: 'JavaScript',
                content: <Snippet text={script} copyLabel={t('account.copySnippet')} />,
              },
            ]}
          />
        </div>
        <div>
          <Button onClick={onDone}>{t('account.keyKept')}</Button>
        </div>
      </div>
    </Card>
  );
}
