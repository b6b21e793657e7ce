import { type FormEvent, useState } from 'react';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { TextField } from '#web/ui/field.tsx';
import type { ConsoleActions } from './console-actions.ts';
import type { NightGame } from './night-state.ts';

type Props = { game: NightGame; actions: ConsoleActions };

/** The code that players join with, large enough to be read aloud; or the field for it. */
export function ConsoleRoom({ game: { id, room_code: code }, actions: { setRoomCode } }: Props) {
  const { t } = useTexts();
  const [isEditing, setEditing] = useState(false);
  /** Whether what had the focus went with the form. */
  const [isChanged, setChanged] = useState(false);
  // That of the game before isn't this one's.
  const error = setRoomCode.variables?.game === id ? setRoomCode.error : null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('code');
    if (typeof typed !== 'string' || setRoomCode.isPending) return;
    // Now: the news of it may be here before the answer.
    setChanged(true);
    setRoomCode.mutate({ game: id, code: typed.toUpperCase() }, { onSuccess: () => setEditing(false) });
  };
  if (code !== null && !isEditing)
    return (
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2 [&_button]:min-h-11">
        <div className="shrink-0">
          <p className="text-sm text-soft">{t('console.roomCode')}</p>
          <p className="animate-pop whitespace-nowrap font-mono text-6xl font-extrabold leading-none tracking-widest">
            {code}
          </p>
        </div>
        <div className="flex gap-1">
          <CopyButton text={code} />
          <Button kind="quiet" size="small" autoFocus={isChanged} onClick={() => setEditing(true)}>
            {t('console.change')}
          </Button>
        </div>
      </div>
    );
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
      <div className="min-w-40 flex-1">
        <TextField
          label={t('console.roomCode')}
          hint={t('console.roomCodeHint')}
          error={error ? explain(error, t) : undefined}
          name="code"
          defaultValue={code ?? ''}
          pattern="[A-Za-z0-9]{4}"
          title={t('console.roomCodeHint')}
          maxLength={4}
          autoCapitalize="characters"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="done"
          autoFocus={isEditing}
          className="font-mono text-2xl uppercase tracking-widest"
          required
        />
      </div>
      <div className={`flex gap-2 pt-7.5 ${isEditing ? 'max-sm:pt-0' : ''}`}>
        <Button type="submit" kind="secondary" isBusy={setRoomCode.isPending}>
          {t('console.set')}
        </Button>
        {isEditing && (
          <Button
            kind="quiet"
            onClick={() => {
              setRoomCode.reset();
              setEditing(false);
              setChanged(true);
            }}
          >
            {t('common.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
