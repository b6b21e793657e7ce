import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { Snippet } from '#web/ui/snippet.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { NODE_SNIPPET, PYTHON_SNIPPET, SIGNATURE_RULE } from './snippets.ts';

/** What whoever writes the receiver needs to know. */
export function WebhookSignature() {
  const { t } = useTexts();
  const [language, setLanguage] = useState('node');
  return (
    <Card title={t('webhooks.receive')} className="mt-6">
      <div className="flex flex-col gap-4">
        <ul className="flex max-w-3xl list-disc flex-col gap-1 pl-5">
          <li>{t('webhooks.receiveBody')}</li>
          <li>{t('webhooks.receiveAnswer')}</li>
          <li>{t('webhooks.receiveTwice')}</li>
        </ul>
        <h3 className="text-lg">{t('webhooks.check')}</h3>
        <p className="max-w-3xl">{t('webhooks.checkText')}</p>
        <code className="w-fit max-w-full break-words rounded-control bg-sunken p-3 text-sm">
          {SIGNATURE_RULE}
        </code>
        <p className="max-w-3xl">{t('webhooks.checkRaw')}</p>
        <div>
          <Tabs
            value={language}
            onChange={setLanguage}
            tabs={[
              {
                id: 'node',
                label: 'Node.js',
                content: <Snippet text={NODE_SNIPPET} copyLabel={t('webhooks.copyLines')} />,
              },
              {
                id: 'python',
                label: 'Python',
                content: <Snippet text={PYTHON_SNIPPET} copyLabel={t('webhooks.copyLines')} />,
              },
            ]}
          />
        </div>
      </div>
    </Card>
  );
}
