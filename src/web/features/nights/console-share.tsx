import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { SelectField } from '#web/ui/field.tsx';
import { ConsoleJoin } from './console-join.tsx';

/** What the host hands out: the audience's page, and the overlay for the stream. */
export function ConsoleShare({ username }: { username: string }) {
  const { t } = useTexts();
  return (
    <Card title={t('console.share')}>
      <ConsoleJoin username={username} />
      <Overlay username={username} />
    </Card>
  );
}

function Overlay({ username }: { username: string }) {
  const { t } = useTexts();
  const [theme, setTheme] = useState('dark');
  const [align, setAlign] = useState('left');
  const url = new URL('/overlay/votes', location.origin);
  url.search = new URLSearchParams({ host: username, theme, align }).toString();
  return (
    <details className="mt-5 border-t border-line pt-3">
      <summary className="min-h-11 content-center text-lg font-extrabold">
        {t('console.overlayTitle')}
      </summary>
      <p className="mt-1 text-soft">{t('console.overlay')}</p>
      <div className="mt-4 grid grid-cols-2 gap-3">
        <SelectField
          label={t('console.overlayTheme')}
          value={theme}
          onChange={({ currentTarget }) => setTheme(currentTarget.value)}
        >
          <option value="dark">{t('console.overlayDark')}</option>
          <option value="light">{t('console.overlayLight')}</option>
        </SelectField>
        <SelectField
          label={t('console.overlayAlign')}
          value={align}
          onChange={({ currentTarget }) => setAlign(currentTarget.value)}
        >
          <option value="left">{t('console.overlayLeft')}</option>
          <option value="center">{t('console.overlayCenter')}</option>
          <option value="right">{t('console.overlayRight')}</option>
        </SelectField>
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 [&>*]:min-h-11">
        <CopyButton text={url.href} label={t('console.copyOverlay')} />
        <a
          href={url.href}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center font-bold text-accent underline underline-offset-4"
        >
          {t('console.showOverlay')}
        </a>
      </div>
    </details>
  );
}
