import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { useRoom, useTold } from './use-party.ts';
import { useTypingNews } from './use-typing-news.ts';

const MAX_LENGTH = 2_000;
/** What keys are called that belong to an input method; Safari tells of the one that ends it in no other way. */
const COMPOSING_KEY = 229;

export const CHAT_FIELD = 'party-chat-field';

const isSendKey = ({ key, keyCode, shiftKey, nativeEvent }: KeyboardEvent): boolean =>
  key === 'Enter' && !shiftKey && !nativeEvent.isComposing && keyCode !== COMPOSING_KEY;

export function ChatWrite() {
  const { t } = useTexts();
  const { party, state, isHost, isOpen } = useRoom();
  const [text, setText] = useState('');
  const said = useRef('');
  const { write, stop } = useTypingNews(party);
  const id = useId();
  const isOff = state.settings.chat_off && !isHost;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '' || !isOpen || isOff) return;
    if (party.say(text)) {
      said.current = text;
      setText('');
    }
    stop();
  };
  useTold(party, (told) => {
    // What wasn’t taken isn’t lost.
    if (told.type === 'error' && told.payload.in_reply_to === 'chat') setText((next) => next || said.current);
  });
  return (
    <form
      onSubmit={send}
      className="shrink-0 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]"
    >
      <p id={id} role="status" className="px-2 pb-1.5 text-sm font-bold text-soft empty:hidden">
        {isOff && t('watch.chat.off')}
      </p>
      <label htmlFor={CHAT_FIELD} className="sr-only">
        {t('watch.chat.write')}
      </label>
      <div className="flex items-end gap-1">
        <textarea
          id={CHAT_FIELD}
          dir="auto"
          aria-describedby={id}
          rows={1}
          value={text}
          // Not disabled: who is writing would go on by pressing keys of the page.
          readOnly={isOff}
          maxLength={MAX_LENGTH}
          placeholder={t('watch.chat.write')}
          enterKeyHint="send"
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            if (currentTarget.value === '') stop();
            else write();
          }}
          onBlur={stop}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            send();
          }}
          className="field-sizing-content max-h-32 min-h-11 min-w-0 flex-1 resize-none rounded-control border border-line bg-raised px-3.5 py-2 text-ink placeholder:text-soft read-only:bg-canvas hover:border-accent"
        />
        <IconButton
          type="submit"
          kind="primary"
          label={t('watch.chat.send')}
          icon={<SendHorizontal className="size-5" />}
          disabled={!isOpen || isOff}
        />
      </div>
    </form>
  );
}
