import { useId } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx';
import { Switch } from '#web/ui/switch.tsx';
import { CodeCard } from './editor-code.tsx';
import { useEditorView, useFault, useQuizEdit } from './editor-context.ts';
import { DIFFICULTIES, PLAY_SWITCHES, type QuizFields } from './editor-draft.ts';
import { TagsField } from './editor-tags.tsx';
import { RANGES } from './editor-validation.ts';
import type { Quiz } from './editor-wire.ts';

type Props = { fields: QuizFields; quiz: Quiz; isReadOnly: boolean };

/** What is said of the quiz as a whole, and how it is played. */
export function QuizSettings({ fields, quiz, isReadOnly }: Props) {
  const { t } = useTexts();
  const { visit } = useEditorView();
  const edit = useQuizEdit();
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <Card title={t('quizzes.about')}>
        <fieldset
          disabled={isReadOnly}
          onBlur={({ target }) => {
            if ('name' in target && typeof target.name === 'string') visit(target.name);
          }}
          className="flex min-w-0 flex-col gap-5 [&_input]:scroll-mt-32 [&_textarea]:scroll-mt-32"
        >
          <TextField
            label={t('quizzes.title')}
            name="title"
            autoComplete="off"
            value={fields.title}
            onChange={({ currentTarget: { value } }) => edit({ title: value }, 'title')}
            error={useFault('title')}
          />
          <TextArea
            label={t('quizzes.description')}
            name="description"
            value={fields.description}
            onChange={({ currentTarget: { value } }) => edit({ description: value }, 'description')}
            error={useFault('description')}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              label={t('quizzes.category')}
              name="category"
              autoComplete="off"
              placeholder={t('quizzes.categoryExample')}
              value={fields.category}
              onChange={({ currentTarget: { value } }) => edit({ category: value }, 'category')}
              error={useFault('category')}
            />
            <SelectField
              label={t('quizzes.difficulty')}
              value={fields.difficulty_level}
              onChange={({ currentTarget: { value } }) => {
                const difficulty_level = DIFFICULTIES.find((one) => one === value);
                if (difficulty_level) edit({ difficulty_level });
              }}
            >
              {DIFFICULTIES.map((difficulty) => (
                <option key={difficulty} value={difficulty}>
                  {t(`quizzes.difficulty.${difficulty}`)}
                </option>
              ))}
            </SelectField>
          </div>
          <TagsField tags={fields.tags} onChange={(tags) => edit({ tags })} />
          <SwitchRow
            label={t('quizzes.public')}
            hint={t('quizzes.publicHint')}
            isOn={fields.is_public}
            onChange={(is_public) => edit({ is_public })}
          />
        </fieldset>
      </Card>
      <Card title={t('quizzes.play')}>
        <fieldset disabled={isReadOnly} className="flex min-w-0 flex-col gap-4">
          {PLAY_SWITCHES.map((name) => (
            <SwitchRow
              key={name}
              label={t(`quizzes.play.${name}`)}
              hint={t(`quizzes.playHint.${name}`)}
              isOn={fields[name]}
              onChange={(isOn) => edit({ [name]: isOn })}
            />
          ))}
          <div className="max-w-56">
            <TextField
              label={t('quizzes.maxPlayers')}
              name="max_players"
              type="number"
              inputMode="numeric"
              min={1}
              max={RANGES.max_players}
              value={Number.isNaN(fields.max_players) ? '' : fields.max_players}
              onChange={({ currentTarget: { valueAsNumber } }) =>
                edit({ max_players: valueAsNumber }, 'max_players')
              }
              error={useFault('max_players')}
            />
          </div>
        </fieldset>
      </Card>
      <CodeCard quiz={quiz} />
    </div>
  );
}

type SwitchRowProps = { label: string; hint: string; isOn: boolean; onChange: (isOn: boolean) => void };

function SwitchRow({ label, hint, isOn, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset for each switch would be read out as much
    <div role="group" aria-describedby={id} className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <p aria-hidden="true" className="font-bold">
          {label}
        </p>
        <p id={id} className="text-sm text-soft">
          {hint}
        </p>
      </div>
      <Switch label={label} isOn={isOn} onChange={onChange} />
    </div>
  );
}
