import { CalendarPlus, ExternalLink, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { MessageId } from '#web/lib/i18n.tsx';
import { useTexts } from '#web/lib/i18n.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { toWebcal } from './timeline-feeds.ts';

/** A feed's address, for this device and for others, and what to do with it. */
export function FeedAddress({ url }: { url: string }) {
  const { t } = useTexts();
  const webcal = toWebcal(url);
  return (
    <div className="flex flex-col gap-5">
      <p className="font-bold">{t('timelines.feedMade')}</p>
      <div className="flex flex-col items-center gap-5 sm:flex-row-reverse sm:items-start">
        <div className="flex w-full min-w-0 flex-1 flex-col items-start gap-3">
          <a
            href={webcal}
            className="inline-flex min-h-11 items-center gap-2 rounded-control bg-accent px-4 py-2 font-bold text-on-accent hover:bg-accent-strong"
          >
            <CalendarPlus aria-hidden="true" className="size-5 shrink-0" />
            {t('timelines.feedOpen')}
          </a>
          <p className="w-full rounded-control bg-sunken px-3 py-2 text-sm [overflow-wrap:anywhere]">{url}</p>
          <CopyButton text={url} label={t('timelines.feedCopy')} />
          <p className="text-sm text-soft">{t('timelines.feedSecret')}</p>
        </div>
        <div className="flex shrink-0 flex-col items-center gap-2">
          <QrCode text={webcal} label={t('timelines.feedQr')} className="size-48" />
          <p className="max-w-48 text-center text-sm text-soft">{t('timelines.feedQrText')}</p>
        </div>
      </div>
      <HowTo isPrivate={isPrivate(url)} />
    </div>
  );
}

/** Whether nobody finds the server by this address but in its own network. */
const isPrivate = (url: string): boolean =>
  /^(localhost|[^.]+|.+\.(local|lan|home|internal|test)|127\..+|10\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|\[.+\])$/.test(
    new URL(url).hostname,
  );

const APPLE = ['timelines.how.apple1', 'timelines.how.apple2', 'timelines.how.apple3'] as const;
const GOOGLE = ['timelines.how.google1', 'timelines.how.google2', 'timelines.how.google3'] as const;
const OUTLOOK = ['timelines.how.outlook1', 'timelines.how.outlook2', 'timelines.how.outlook3'] as const;

const GOOGLE_PAGE = 'https://calendar.google.com/calendar/r/settings/addbyurl';
const OUTLOOK_PAGE = 'https://outlook.live.com/calendar/0/addcalendar';

function HowTo({ isPrivate }: { isPrivate: boolean }) {
  const { t } = useTexts();
  const [program, setProgram] = useState('apple');
  return (
    <section aria-label={t('timelines.how')}>
      <Tabs
        value={program}
        onChange={setProgram}
        tabs={[
          { id: 'apple', label: t('timelines.how.apple'), content: <Steps steps={APPLE} /> },
          {
            id: 'google',
            label: t('timelines.how.google'),
            content: (
              <Steps steps={GOOGLE} isOutOfReach={isPrivate}>
                <PageLink href={GOOGLE_PAGE}>{t('timelines.how.googlePage')}</PageLink>
              </Steps>
            ),
          },
          {
            id: 'outlook',
            label: t('timelines.how.outlook'),
            content: (
              <Steps steps={OUTLOOK} isOutOfReach={isPrivate}>
                <PageLink href={OUTLOOK_PAGE}>{t('timelines.how.outlookPage')}</PageLink>
              </Steps>
            ),
          },
        ]}
      />
    </section>
  );
}

type StepsProps = {
  steps: readonly MessageId[];
  /** The program looks for the address from the internet, and it isn't there. */
  isOutOfReach?: boolean;
  children?: ReactNode;
};

function Steps({ steps, isOutOfReach = false, children }: StepsProps) {
  const { t } = useTexts();
  return (
    <>
      {isOutOfReach && (
        <p className="mb-3 flex items-start gap-2 rounded-control bg-sunken p-3 text-sm">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
          {t('timelines.how.outOfReach')}
        </p>
      )}
      <ol className="flex list-decimal flex-col gap-1.5 pl-6">
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      {children}
    </>
  );
}

const PageLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a
    href={href}
    target="_blank"
    rel="noreferrer"
    className="mt-2 inline-flex min-h-11 items-center gap-2 font-bold text-accent underline underline-offset-4"
  >
    {children}
    <ExternalLink aria-hidden="true" className="size-4 shrink-0" />
  </a>
);
