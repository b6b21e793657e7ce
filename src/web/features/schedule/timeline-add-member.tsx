import { useMutation } from '@tanstack/react-query';
import { UserRoundPlus } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { SelectField, TextField } from '#web/ui/field.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { explainRefusal } from './timeline-faults.ts';
import { GIVEN_ROLES, type GivenRole, useTimelineWrites } from './timeline-requests.ts';

/** Shares a calendar with somebody, by their username. */
export function AddMember({ timelineId }: { timelineId: string }) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const field = useRef<HTMLInputElement>(null);
  const [username, setUsername] = useState('');
  const [role, setRole] = useState<GivenRole>('viewer');
  const { putMember } = useTimelineWrites();
  const { mutate, isPending, error, reset } = useMutation({
    // As it is written in messages.
    mutationFn: () => putMember(timelineId, { username: username.trim().replace(/^@/, '') }, role),
    onSuccess({ displayName: name }) {
      tell(t('timelines.added', { name }));
      setUsername('');
    },
    onSettled: () => field.current?.focus(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <form onSubmit={submit} className="mb-4 flex flex-col gap-4 border-b border-line pb-5">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          ref={field}
          label={t('timelines.addLabel')}
          hint={t('timelines.addHint')}
          error={error ? explainRefusal(error, t) : undefined}
          name="username"
          value={username}
          onChange={({ currentTarget }) => {
            setUsername(currentTarget.value);
            if (error) reset();
          }}
          required
          maxLength={100}
          autoCapitalize="none"
          autoCorrect="off"
          autoComplete="off"
          spellCheck={false}
        />
        <SelectField
          label={t('timelines.addRole')}
          hint={t(`timelines.roleText.${role}`)}
          value={role}
          onChange={({ currentTarget: { value } }) =>
            setRole(GIVEN_ROLES.find((one) => one === value) ?? 'viewer')
          }
        >
          {GIVEN_ROLES.map((one) => (
            <option key={one} value={one}>
              {t(`timelines.role.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <div>
        <Button type="submit" isBusy={isPending}>
          <UserRoundPlus aria-hidden="true" className="size-5" />
          {t('timelines.add')}
        </Button>
      </div>
    </form>
  );
}
