import { type FormEvent, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { readQuizCode } from '#web/lib/quiz-code.ts';
import { Button } from '#web/ui/button.tsx';
import { useTitle } from '#web/ui/page.tsx';
import { DoorField, DoorPage } from './door.tsx';

/** Asks for the code; `wrong` is one of the address that can't be one. */
export function PlayAskCode({ wrong }: { wrong: string | undefined }) {
  const { t } = useTexts();
  const [, navigate] = useLocation();
  const [text, setText] = useState(wrong ?? '');
  const [isWrong, setWrong] = useState(wrong !== undefined);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useTitle(t('play.code.title'));

  const go = (event: FormEvent) => {
    event.preventDefault();
    const code = readQuizCode(text);
    if (code) navigate(`/play/${code}`);
    else {
      setWrong(true);
      field.current?.focus();
    }
  };

  return (
    <DoorPage title={t('play.code.title')}>
      <form onSubmit={go} noValidate className="flex flex-col gap-2">
        <DoorField
          ref={field}
          id={id}
          label={t('play.code.label')}
          note={isWrong ? t('play.code.wrong') : t('play.code.hint')}
          isWrong={isWrong}
          name="code"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setWrong(false);
          }}
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="go"
          placeholder="123 456"
          className="text-center text-3xl font-extrabold tracking-widest tabular-nums"
        />
        <Button type="submit" size="large">
          {t('play.code.go')}
        </Button>
      </form>
    </DoorPage>
  );
}
