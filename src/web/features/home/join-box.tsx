import { PartyPopper } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { readPartyId } from '#web/lib/party-id.ts';
import { readQuizCode } from '#web/lib/quiz-code.ts';
import { Button } from '#web/ui/button.tsx';
import { readHost } from './join-host.ts';

/** Takes its visitor to a host's night, by the host's name, to a quiz, by its code, or to any of all by its link. */
export function JoinBox() {
  const { t } = useTexts();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  const join = (event: FormEvent) => {
    event.preventDefault();
    const code = readQuizCode(text);
    const party = readPartyId(text);
    const host = readHost(text);
    if (code) navigate(`/play/${code}`);
    else if (party) navigate(`/watch/${party}`);
    else if (host) navigate(`/join/${host}`);
    else {
      setWrong(true);
      field.current?.focus();
    }
  };

  return (
    <section
      aria-labelledby={`${id}-title`}
      className="rounded-card border-2 border-accent bg-surface p-5 shadow-card sm:p-7"
    >
      <h2 id={`${id}-title`} className="mb-4 flex items-center gap-3 text-2xl sm:text-3xl">
        <PartyPopper aria-hidden="true" className="size-8 shrink-0 text-accent" />
        {t('home.join.title')}
      </h2>
      <form onSubmit={join} noValidate className="flex flex-col gap-2">
        <label htmlFor={`${id}-host`} className="font-bold">
          {t('home.join.host')}
        </label>
        <div className="flex flex-col gap-3 sm:flex-row">
          <input
            ref={field}
            id={`${id}-host`}
            name="host"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setWrong(false);
            }}
            required
            autoCapitalize="none"
            autoCorrect="off"
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            placeholder={t('home.join.example')}
            aria-describedby={`${id}-note`}
            aria-invalid={isWrong || undefined}
            className="min-h-14 w-full min-w-0 flex-1 rounded-control border border-line bg-raised px-4 text-xl text-ink placeholder:text-soft hover:border-accent aria-invalid:border-danger"
          />
          <Button type="submit" size="large">
            {t('home.join.go')}
          </Button>
        </div>
        {/* The hint gives its place to the error, so that nothing moves. */}
        <p
          id={`${id}-note`}
          aria-live="polite"
          className={`min-h-10 text-sm ${isWrong ? 'font-bold text-danger' : 'text-soft'}`}
        >
          {isWrong ? t('home.join.wrong') : t('home.join.hint')}
        </p>
      </form>
    </section>
  );
}
