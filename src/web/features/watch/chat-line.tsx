import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { splitLinks } from './chat-links.ts';
import type { ChatLine as Line } from './party-state.ts';
import { useRoom } from './use-party.ts';

/** What is said is written in the direction of its own script. */
export function ChatLine({ line }: { line: Line }) {
  const { t, date } = useTexts();
  const { userId } = useRoom();
  if (line.kind !== 'said')
    return (
      <p className="text-center text-sm text-soft [overflow-wrap:anywhere]">
        {t(line.kind === 'came' ? 'watch.chat.came' : 'watch.chat.left', { name: line.username })}
      </p>
    );
  return (
    <div className="flex gap-2.5">
      <Avatar name={line.username} url={null} className="mt-0.5 size-8 shrink-0 text-sm" />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 text-sm">
          <bdi className={`truncate font-bold ${line.user_id === userId ? 'text-accent' : ''}`}>
            {line.username}
          </bdi>
          <time dateTime={new Date(line.timestamp).toISOString()} className="shrink-0 text-soft">
            {date(line.timestamp, { timeStyle: 'short' })}
          </time>
        </p>
        <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          <Linked message={line.message} />
        </p>
      </div>
    </div>
  );
}

const Linked = ({ message }: { message: string }) =>
  splitLinks(message).map(({ text, href }, index) =>
    href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: what was said doesn't change
      <a key={index} href={href} target="_blank" rel="noreferrer noopener nofollow" className="underline">
        {text}
      </a>
    ) : (
      text
    ),
  );
