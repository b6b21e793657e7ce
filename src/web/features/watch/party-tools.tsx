import type { MessageId } from '#web/lib/i18n.tsx';
import { useTexts } from '#web/lib/i18n.tsx';
import { Switch } from '#web/ui/switch.tsx';
import { PartySlider } from './party-slider.tsx';
import { useRoom } from './use-party.ts';

const SWITCHES = [
  { type: 'lock', label: 'watch.tools.lock', text: 'watch.tools.lockText' },
  { type: 'chat_off', label: 'watch.tools.chatOff', text: 'watch.tools.chatOffText' },
  { type: 'share_open', label: 'watch.tools.shareOpen', text: 'watch.tools.shareOpenText' },
  { type: 'wait_for_all', label: 'watch.tools.waitForAll', text: 'watch.tools.waitForAllText' },
] as const satisfies readonly { type: string; label: MessageId; text: MessageId }[];

/** What the host decides for all. */
export function PartyTools() {
  const { t, number } = useTexts();
  const { party, state } = useRoom();
  const { volume } = state.playback;
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2">
        {SWITCHES.map(({ type, label, text }) => (
          <li key={type} className="flex items-start gap-3">
            <Switch
              label={t(label)}
              isOn={state.settings[type]}
              onChange={(isOn) => party.toggle(type, isOn)}
            />
            <div className="min-w-0 pt-2">
              <p className="font-bold">{t(label)}</p>
              <p className="text-sm text-soft">{t(text)}</p>
            </div>
          </li>
        ))}
      </ul>
      <div className="border-t border-line pt-3">
        <p className="font-bold">{t('watch.tools.volume')}</p>
        <div className="flex min-h-11 items-center gap-3">
          <PartySlider
            label={t('watch.tools.volume')}
            max={1}
            step={0.05}
            value={volume}
            valueText={number(volume, { style: 'percent' })}
            onCommit={(next) => party.command({ volume: next })}
            className="min-w-0 flex-1"
          />
          <span className="w-12 text-right tabular-nums">{number(volume, { style: 'percent' })}</span>
        </div>
      </div>
    </div>
  );
}
