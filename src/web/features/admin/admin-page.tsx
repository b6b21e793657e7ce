import { ShieldQuestion } from 'lucide-react';
import { useSearchParams } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty } from '#web/ui/states.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { AccountsTab } from './accounts-tab.tsx';
import { AuditTab } from './audit-tab.tsx';
import { HealthTab } from './health-tab.tsx';

const TABS = ['accounts', 'audit', 'health'] as const;

/** What administrators look after: accounts, what happened to them, and the server itself. */
export default function AdminPage() {
  const { t } = useTexts();
  return (
    <Page title={t('admin.title')}>
      <RequireSignIn>{(me) => (me.isAdmin ? <Administration ownId={me.id} /> : <Refusal />)}</RequireSignIn>
    </Page>
  );
}

function Refusal() {
  const { t } = useTexts();
  return (
    <Empty
      icon={<ShieldQuestion aria-hidden="true" />}
      title={t('admin.refused')}
      action={<ButtonLink href="/">{t('admin.toStart')}</ButtonLink>}
    >
      {t('admin.refusedText')}
    </Empty>
  );
}

/** The tab, and the account that the log is narrowed to, stand in the address. */
function Administration({ ownId }: { ownId: string }) {
  const { t } = useTexts();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((id) => id === params.get('tab')) ?? 'accounts';
  const account = params.get('account') ?? undefined;
  const showAudit = (id: string | undefined) => setParams({ tab: 'audit', ...(id && { account: id }) });
  return (
    <Tabs
      value={tab}
      onChange={(id) => setParams({ tab: id })}
      tabs={[
        {
          id: 'accounts',
          label: t('admin.tab.accounts'),
          content: <AccountsTab ownId={ownId} onAudit={showAudit} />,
        },
        {
          id: 'audit',
          label: t('admin.tab.audit'),
          content: <AuditTab account={account} onFilter={showAudit} />,
        },
        { id: 'health', label: t('admin.tab.health'), content: <HealthTab /> },
      ]}
    />
  );
}
