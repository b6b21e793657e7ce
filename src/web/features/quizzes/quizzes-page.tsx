import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { ImportQuiz } from './import.tsx';
import { NewQuiz } from './new-quiz.tsx';
import { OwnQuizzes } from './own-quizzes.tsx';
import { PublicQuizzes } from './public-quizzes.tsx';

/** The quizzes of whoever is signed in, and those that others let them copy. */
export default function QuizzesPage() {
  const { t } = useTexts();
  const [tab, setTab] = useState('own');
  return (
    <RequireSignIn>
      {() => (
        <Page
          title={t('quizzes.heading')}
          actions={
            <div className="flex flex-wrap gap-2">
              <ButtonLink href="/host/games" kind="secondary">
                {t('quizzes.games')}
              </ButtonLink>
              <ImportQuiz />
              <NewQuiz />
            </div>
          }
        >
          <Tabs
            value={tab}
            onChange={setTab}
            tabs={[
              { id: 'own', label: t('quizzes.own'), content: <OwnQuizzes /> },
              { id: 'public', label: t('quizzes.publicTab'), content: <PublicQuizzes /> },
            ]}
          />
        </Page>
      )}
    </RequireSignIn>
  );
}
