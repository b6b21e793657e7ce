import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '#web/lib/api.ts';
import { type MessageId, useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { useFigures, useReadiness } from './server-state.ts';
import { writeSpan } from './span.ts';

const CHECKS: Readonly<Record<string, MessageId>> = {
  store: 'admin.health.store',
  bus: 'admin.health.bus',
};

/** Whether the server works, and how it fares, this moment. */
export function HealthTab() {
  return (
    <div className="flex flex-col gap-5">
      <ReadinessCard />
      <FiguresCard />
    </div>
  );
}

/** The same before and after it is known, so that nothing below moves. */
const READINESS_HEIGHT = 'min-h-40 sm:min-h-36';

function ReadinessCard() {
  const { t } = useTexts();
  const { data, error, isPending, refetch } = useReadiness();
  if (isPending)
    return (
      <Card className={READINESS_HEIGHT}>
        <Loading />
      </Card>
    );
  // What was true a moment ago is no news any more.
  if (error || !data)
    return (
      <Card className={READINESS_HEIGHT}>
        <Failed error={error} onRetry={refetch} />
      </Card>
    );
  const checks = Object.entries(data.checks);
  const isReady = checks.every(([, isReachable]) => isReachable);
  return (
    <Card className={READINESS_HEIGHT}>
      <div role="status" className="mb-3 text-2xl">
        <State isGood={isReady}>{t(isReady ? 'admin.health.ready' : 'admin.health.notReady')}</State>
      </div>
      <ul className="flex flex-wrap gap-x-8 gap-y-2">
        {checks.map(([name, isReachable]) => {
          const label = CHECKS[name];
          return (
            <li key={name}>
              <State isGood={isReachable}>
                {label ? t(label) : name}
                <span className="font-normal text-soft">
                  {t(isReachable ? 'admin.health.reachable' : 'admin.health.unreachable')}
                </span>
              </State>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

const State = ({ isGood, children }: { isGood: boolean; children: ReactNode }) => (
  <span className="flex items-center gap-2 font-extrabold">
    {isGood ? (
      <CircleCheck aria-hidden="true" className="size-[1.2em] shrink-0 text-up" />
    ) : (
      <CircleX aria-hidden="true" className="size-[1.2em] shrink-0 text-danger" />
    )}
    {children}
  </span>
);

function FiguresCard() {
  const { t, number } = useTexts();
  const { data, error, isPending, refetch } = useFigures();
  return (
    <Card title={t('admin.health.figures')}>
      {isPending ? (
        <FigureList />
      ) : error instanceof ApiError && error.status === 404 ? (
        <p className="text-soft">{t('admin.health.hidden')}</p>
      ) : error || !data ? (
        <Failed error={error} onRetry={refetch} />
      ) : (
        <FigureList figures={data} />
      )}
      <p className="mt-4 text-sm text-soft">{t('admin.health.note', { seconds: number(3) })}</p>
    </Card>
  );
}

type FigureListProps = {
  /** Undefined: on their way. */
  figures?: NonNullable<ReturnType<typeof useFigures>['data']>;
};

function FigureList({ figures }: FigureListProps) {
  const { t, number } = useTexts();
  const digest = figures?.digest;
  const round = (value: number) => number(value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  const count = (value: number | undefined) => (value === undefined ? undefined : number(value));
  const perSecond = (rate: number | undefined) =>
    rate === undefined ? undefined : t('admin.health.perSecond', { rate: round(rate) });
  const unit = (value: number | undefined, factor: number, name: string) =>
    value === undefined
      ? undefined
      : number(value * factor, { style: 'unit', unit: name, maximumFractionDigits: 0 });
  const uptime = figures && digest?.startedAt && figures.serverMs / 1000 - digest.startedAt;
  return (
    <dl aria-busy={!figures} className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure name={t('admin.health.uptime')}>
        {uptime === undefined ? undefined : writeSpan(uptime, number)}
      </Figure>
      <Figure name={t('admin.health.memory')}>{unit(digest?.memoryBytes, 1e-6, 'megabyte')}</Figure>
      <Figure name={t('admin.health.lag')}>{unit(digest?.lagSeconds, 1e3, 'millisecond')}</Figure>
      <Figure name={t('admin.health.requests')}>{perSecond(figures?.requestsPerSecond)}</Figure>
      <Figure name={t('admin.health.sockets')}>{count(digest?.sockets)}</Figure>
      <Figure
        name={t('admin.health.votes')}
        {...(digest && { more: t('admin.health.waiting', { count: digest.waitingVotes }) })}
      >
        {perSecond(figures?.votesPerSecond)}
      </Figure>
      <Figure name={t('admin.health.votesInAll')}>{count(digest?.votes)}</Figure>
      <Figure name={t('admin.health.passwords')}>{count(digest?.waitingPasswords)}</Figure>
    </dl>
  );
}

type FigureProps = {
  name: string;
  more?: string;
  /** Undefined: not known, or not yet. */
  children: string | undefined;
};

const Figure = ({ name, more, children }: FigureProps) => (
  <div className="flex min-h-32 flex-col rounded-control bg-sunken p-4">
    <dt className="text-sm text-soft">{name}</dt>
    <dd className="mt-auto">
      <span className="block text-xl font-extrabold tabular-nums sm:text-2xl">{children ?? '–'}</span>
      {more && <span className="block text-sm text-soft">{more}</span>}
    </dd>
  </div>
);
