import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { useTitle } from '#web/ui/page.tsx';
import { DoorField, DoorPage } from './door.tsx';
import { useProblemWords } from './problems.ts';
import { storedName } from './seat.ts';

type PlayJoinProps = {
  code: string;
  isJoining: boolean;
  problem: string | undefined;
  onJoin: (name: string) => void;
};

/** As the server counts: pairs of a letter and what modifies it are two. */
const MAX_NAME = 50;

/** The name, and in. */
export function PlayJoin({ code, isJoining, problem, onJoin }: PlayJoinProps) {
  const { t } = useTexts();
  const explainProblem = useProblemWords();
  const [name, setName] = useState(() => storedName.get() ?? '');
  const [isEmpty, setEmpty] = useState(false);
  /** The problem is the last try's: gone as soon as another name is typed. */
  const [isChanged, setChanged] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useTitle(t('play.join.title'));
  useEffect(() => {
    if (problem !== undefined) setChanged(false);
    if (problem === 'name_taken') field.current?.select();
  }, [problem]);

  const join = (event: FormEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    setEmpty(trimmed === '');
    if (trimmed === '') {
      field.current?.focus();
      return;
    }
    storedName.set(trimmed);
    setChanged(false);
    onJoin(trimmed);
  };

  const shown = isEmpty ? t('play.join.empty') : problem && !isChanged ? explainProblem(problem) : undefined;
  return (
    <DoorPage title={t('play.join.title')}>
      <form onSubmit={join} noValidate className="flex flex-col gap-2">
        <DoorField
          ref={field}
          id={id}
          label={t('play.join.name')}
          note={shown ?? t('play.join.hint')}
          isWrong={shown !== undefined}
          name="nickname"
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setEmpty(false);
            setChanged(true);
          }}
          maxLength={MAX_NAME}
          autoComplete="nickname"
          enterKeyHint="go"
          className="text-2xl font-bold"
        />
        <Button type="submit" size="large" isBusy={isJoining}>
          {t('play.join.go')}
        </Button>
      </form>
      <p className="text-center text-soft">
        {t('play.join.code', { code: `${code.slice(0, 3)} ${code.slice(3)}` })}{' '}
        <Link
          href="/play"
          className="inline-flex min-h-11 items-center font-bold text-ink underline underline-offset-4"
        >
          {t('play.join.otherCode')}
        </Link>
      </p>
    </DoorPage>
  );
}
