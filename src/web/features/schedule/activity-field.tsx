import { useTexts } from '#web/lib/i18n.tsx';
import { SelectField } from '#web/ui/field.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { ACTIVITIES, type ActivityDraft } from './activity-draft.ts';
import { useQuizTitle, useQuizTitles } from './activity-requests.ts';

type Props = {
  activity: ActivityDraft;
  onChange: (activity: ActivityDraft) => void;
  error: string | undefined;
};

/** What an event is for, so that it can be started from the calendar. */
export function ActivityField({ activity, onChange, error }: Props) {
  const { t } = useTexts();
  const { kind, quizId } = activity;
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('sessions.activity')}
        hint={t(`sessions.activityHint.${kind}`)}
        value={kind}
        error={kind === 'quiz' ? undefined : error}
        onChange={({ currentTarget }) =>
          onChange({ quizId, kind: ACTIVITIES.find((one) => one === currentTarget.value) ?? kind })
        }
      >
        {ACTIVITIES.map((one) => (
          <option key={one} value={one}>
            {t(`sessions.activity.${one}`)}
          </option>
        ))}
      </SelectField>
      {kind === 'quiz' && (
        <QuizField quizId={quizId} onChange={(chosen) => onChange({ kind, quizId: chosen })} error={error} />
      )}
    </div>
  );
}

function QuizField({
  quizId,
  onChange,
  error,
}: {
  quizId: string;
  onChange: (id: string) => void;
  error: string | undefined;
}) {
  const { t } = useTexts();
  const quizzes = useQuizTitles(true);
  const isOwn = quizzes.data?.some(({ id }) => id === quizId) ?? true;
  const other = useQuizTitle(isOwn ? undefined : quizId || undefined);
  if (!quizzes.data)
    return quizzes.isPending ? (
      <Loading />
    ) : (
      <Failed error={quizzes.error} onRetry={() => quizzes.refetch()} />
    );
  return (
    <SelectField
      label={t('sessions.quiz')}
      hint={quizzes.data.length === 0 ? t('sessions.quizNone') : undefined}
      required
      value={quizId}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    >
      <option value="">{t('sessions.quizChoose')}</option>
      {!isOwn && quizId && <option value={quizId}>{other.data ?? t('sessions.quizOther')}</option>}
      {quizzes.data.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </SelectField>
  );
}
