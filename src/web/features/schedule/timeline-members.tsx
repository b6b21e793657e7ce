import { useMutation } from '@tanstack/react-query';
import { UserRoundX } from 'lucide-react';
import { useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useFocusAfterRemoval } from '#web/lib/use-focus-after-removal.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { SelectField } from '#web/ui/field.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Member, Timeline } from './calendar-data.ts';
import { AddMember } from './timeline-add-member.tsx';
import { GIVEN_ROLES, type GivenRole, useMembers, useTimelineWrites } from './timeline-requests.ts';

type Props = { timeline: Timeline; isManaged: boolean; ownId: string };

/** Whom a calendar is shared with, and in which role. */
export function TimelineMembers({ timeline: { id, name }, isManaged, ownId }: Props) {
  const { t } = useTexts();
  const query = useMembers(id);
  const list = useRef<HTMLUListElement>(null);
  useFocusAfterRemoval(query.data?.length, list);
  return (
    <Card title={t('timelines.members')}>
      {isManaged && <AddMember timelineId={id} />}
      <Loaded query={query}>
        {(members) => (
          <>
            <ul
              ref={list}
              tabIndex={-1}
              aria-label={t('timelines.membersOf', { name })}
              className="flex flex-col divide-y divide-line outline-none"
            >
              {members.map((member) => (
                <MemberItem
                  key={member.userId}
                  timelineId={id}
                  member={member}
                  isOwn={member.userId === ownId}
                  isManaged={isManaged && member.role !== 'owner'}
                />
              ))}
            </ul>
            {isManaged && members.length === 1 && <p className="text-soft">{t('timelines.alone')}</p>}
          </>
        )}
      </Loaded>
    </Card>
  );
}

type ItemProps = { timelineId: string; member: Member; isOwn: boolean; isManaged: boolean };

function MemberItem({ timelineId, member, isOwn, isManaged }: ItemProps) {
  const { t } = useTexts();
  const { displayName, username, avatarUrl, role } = member;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <Avatar name={displayName} url={avatarUrl} className="size-10 shrink-0" />
      <span className="min-w-28 flex-1">
        <span className="block truncate font-bold">
          {isOwn ? t('timelines.memberYou', { name: displayName }) : displayName}
        </span>
        <span className="block truncate text-sm text-soft">@{username}</span>
      </span>
      {isManaged ? (
        <span className="ml-auto flex items-center gap-1">
          <RoleField timelineId={timelineId} member={member} />
          <RemoveMember timelineId={timelineId} member={member} />
        </span>
      ) : (
        <span className="text-sm font-bold text-soft">{t(`timelines.role.${role}`)}</span>
      )}
    </li>
  );
}

function RoleField({ timelineId, member }: { timelineId: string; member: Member }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const { putMember } = useTimelineWrites();
  const { userId, displayName: name, role } = member;
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (wanted: GivenRole) => putMember(timelineId, { userId }, wanted),
    onSuccess: (_member, wanted) => tell(t('timelines.roleChanged', { name, role: wanted })),
    onError: fail,
  });
  return (
    <SelectField
      label={t('timelines.roleOf', { name })}
      isLabelHidden
      value={isPending ? variables : role}
      onChange={({ currentTarget: { value } }) => {
        const wanted = GIVEN_ROLES.find((one) => one === value);
        if (wanted) mutate(wanted);
      }}
      className="w-auto"
    >
      {GIVEN_ROLES.map((one) => (
        <option key={one} value={one}>
          {t(`timelines.role.${one}`)}
        </option>
      ))}
    </SelectField>
  );
}

function RemoveMember({
  timelineId,
  member: { userId, displayName: name },
}: Omit<ItemProps, 'isOwn' | 'isManaged'>) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const { removeMember } = useTimelineWrites();
  const remove = async () => {
    try {
      await removeMember(timelineId, userId);
      tell(t('timelines.removed', { name }));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Confirm
      title={t('timelines.removeQuestion', { name })}
      confirmLabel={t('timelines.remove')}
      onConfirm={remove}
      trigger={(open) => (
        <IconButton
          label={t('timelines.removeNamed', { name })}
          icon={<UserRoundX className="size-5" />}
          onClick={open}
        />
      )}
    >
      {t('timelines.removeText')}
    </Confirm>
  );
}
