import { Popover } from '@base-ui/react/popover';
import { Keyboard } from 'lucide-react';
import type { ComponentProps, RefObject } from 'react';
import { IconButton } from './button.tsx';
import { ShortcutList } from './shortcut-list.tsx';

type Props = ComponentProps<typeof ShortcutList> & {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  trigger?: RefObject<HTMLButtonElement | null>;
};

/** A button that shows which keys there are; not for fingers, who have none. */
export const ShortcutsPopover = ({ title, isOpen, onOpenChange, trigger, ...list }: Props) => (
  <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
    <Popover.Trigger
      {...(trigger && { ref: trigger })}
      render={
        <IconButton
          label={title}
          icon={<Keyboard className="size-5" />}
          className="max-sm:hidden pointer-coarse:hidden"
        />
      }
    />
    <Popover.Portal>
      <Popover.Positioner sideOffset={8} align="end" className="z-40">
        <Popover.Popup className="w-80 max-w-[calc(100vw-2rem)] animate-rise rounded-card border border-line bg-surface p-5 shadow-card">
          <Popover.Title className="mb-3 text-lg font-extrabold">{title}</Popover.Title>
          <ShortcutList {...list} />
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);
