import { SendHorizontal } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { IconButton } from '#web/ui/button.tsx';
import type { ChatLine } from './party-state.ts';
import { useRoom } from './use-party.ts';
import { useTypingNews } from './use-typing-news.ts';

const MAX_LENGTH = 2_000;
/** Whoever is so close to the end follows what is new. Pixels. */
const NEAR_END = 80;

export const CHAT_FIELD = 'party-chat-field';

export function PartyChat() {
  const { t } = useTexts();
  const { state } = useRoom();
  const end = useRef<HTMLDivElement>(null);
  const isNearEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new line that is followed
  useEffect(() => {
    const list = end.current?.parentElement;
    if (list && isNearEnd.current) list.scrollTop = list.scrollHeight;
  }, [state.chat]);
  return (
    <>
      <div
        role="log"
        aria-label={t('watch.chat.title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled with the keys
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isNearEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
        }}
        className="flex min-h-0 flex-1 flex-col gap-2.5 overflow-y-auto px-4 py-3 below:max-h-[60dvh] below:min-h-60"
      >
        {state.chat.length === 0 && <p className="m-auto text-soft">{t('watch.chat.none')}</p>}
        {state.chat.map((line) => (
          <Line key={`${line.kind} ${line.id}`} line={line} />
        ))}
        <div ref={end} />
      </div>
      <Typing />
      <Write />
    </>
  );
}

function Line({ line }: { line: ChatLine }) {
  const { t, date } = useTexts();
  const { userId } = useRoom();
  const time = date(line.timestamp, { timeStyle: 'short' });
  if (line.kind !== 'said')
    return (
      <p className="text-center text-sm text-soft">
        {t(line.kind === 'came' ? 'watch.chat.came' : 'watch.chat.left', { name: line.username })}
      </p>
    );
  return (
    <div className="flex gap-2.5">
      <Avatar name={line.username} url={null} className="mt-0.5 size-8 shrink-0 text-sm" />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 text-sm">
          <span className={`truncate font-bold ${line.user_id === userId ? 'text-accent' : ''}`}>
            {line.username}
          </span>
          <time dateTime={new Date(line.timestamp).toISOString()} className="shrink-0 text-soft">
            {time}
          </time>
        </p>
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{line.message}</p>
      </div>
    </div>
  );
}

/** Of two by their names, of more by their number. */
function Typing() {
  const { t } = useTexts();
  const { state, userId, nameOf } = useRoom();
  const [first, second, ...others] = [...state.typing].filter((id) => id !== userId);
  const words = () => {
    if (first === undefined) return '';
    if (second === undefined) return t('watch.chat.typing', { name: nameOf(first) });
    if (others.length > 0) return t('watch.chat.typingMany', { count: others.length + 2 });
    return t('watch.chat.typingTwo', { first: nameOf(first), second: nameOf(second) });
  };
  return <p className="min-h-6 shrink-0 truncate px-4 text-sm italic text-soft">{words()}</p>;
}

function Write() {
  const { t } = useTexts();
  const { party, state, isHost, isOpen } = useRoom();
  const [text, setText] = useState('');
  const { write, stop } = useTypingNews(party);
  const id = useId();
  const isOff = state.settings.chat_off && !isHost;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '' || !isOpen || isOff) return;
    if (party.say(text)) setText('');
    stop();
  };
  return (
    <form
      onSubmit={send}
      className="flex shrink-0 items-end gap-1 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]"
    >
      <label htmlFor={CHAT_FIELD} className="sr-only">
        {t('watch.chat.write')}
      </label>
      <textarea
        id={CHAT_FIELD}
        aria-describedby={isOff ? id : undefined}
        rows={1}
        value={text}
        disabled={isOff}
        maxLength={MAX_LENGTH}
        placeholder={isOff ? t('watch.chat.off') : t('watch.chat.write')}
        enterKeyHint="send"
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          if (currentTarget.value === '') stop();
          else write();
        }}
        onBlur={stop}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
        className="field-sizing-content max-h-32 min-h-11 min-w-0 flex-1 resize-none rounded-control border border-line bg-raised px-3.5 py-2 text-ink placeholder:text-soft hover:border-accent disabled:opacity-60"
      />
      {isOff && (
        <span id={id} className="sr-only">
          {t('watch.chat.off')}
        </span>
      )}
      <IconButton
        type="submit"
        kind="primary"
        label={t('watch.chat.send')}
        icon={<SendHorizontal className="size-5" />}
        disabled={!isOpen || isOff}
      />
    </form>
  );
}
