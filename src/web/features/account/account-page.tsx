import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { navigate, useLocationProperty } from 'wouter/use-browser-location';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { type Me, RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { closeSession } from '#web/lib/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import type { MadeKey } from './api-keys.ts';
import { ApiKeysCard } from './api-keys-card.tsx';
import { LoginsCard } from './logins-card.tsx';
import { LookCard } from './look-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { PictureCard } from './picture-card.tsx';
import { ProfileCard } from './profile-card.tsx';

const TABS = ['profile', 'security', 'keys', 'look'] as const;

/** One's own account. The part that is shown stands after the # of the address. */
export default function AccountPage() {
  return <RequireSignIn>{(me) => <Account me={me} />}</RequireSignIn>;
}

function Account({ me }: { me: Me }) {
  const { t } = useTexts();
  const hash = useLocationProperty(() => location.hash.slice(1));
  const tab = TABS.find((id) => id === hash) ?? 'profile';
  // Kept here, as a key is shown only once: a look at another tab doesn't lose it.
  const [made, setMade] = useState<MadeKey>();
  const content = {
    profile: (
      <div className="grid items-start gap-6 *:min-w-0 lg:grid-cols-2">
        <PictureCard me={me} />
        <ProfileCard me={me} />
      </div>
    ),
    security: (
      <div className="grid items-start gap-6 *:min-w-0 lg:grid-cols-2">
        <PasswordCard email={me.email} />
        <LoginsCard />
      </div>
    ),
    keys: <ApiKeysCard made={made} onMade={setMade} />,
    look: <LookCard />,
  };
  return (
    <Page title={t('account.title')} actions={<SignOutButton />}>
      <Tabs
        value={tab}
        onChange={(id) => navigate(`#${id}`, { replace: true })}
        tabs={TABS.map((id) => ({ id, label: t(`account.tab.${id}`), content: content[id] }))}
      />
    </Page>
  );
}

function SignOutButton() {
  const { t } = useTexts();
  const [, go] = useLocation();
  const [isBusy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    // Whatever the server says: here nobody is signed in from now on.
    await read(api.POST('/auth/logout')).catch(() => undefined);
    // Away from here first: this page would lead to the sign-in.
    go('/');
    closeSession();
  };
  return (
    <Button kind="secondary" isBusy={isBusy} onClick={() => void signOut()}>
      <LogOut aria-hidden="true" className="size-5" />
      {t('account.signOut')}
    </Button>
  );
}
