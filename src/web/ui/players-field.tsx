import { TextField } from './field.tsx';

type Props = {
  label: string;
  placeholder: string;
  /** null: however many. */
  value: number | null;
  onChange: (players: number | null) => void;
};

const MAX_PLAYERS = 10_000;

/** How many play; what isn't a number of players counts as none given. */
export const PlayersField = ({ label, placeholder, value, onChange }: Props) => (
  <TextField
    label={label}
    type="number"
    inputMode="numeric"
    min={1}
    max={MAX_PLAYERS}
    placeholder={placeholder}
    value={value ?? ''}
    onChange={({ currentTarget }) => {
      const players = Number(currentTarget.value);
      const isCount = Number.isInteger(players) && players >= 1 && players <= MAX_PLAYERS;
      onChange(isCount ? players : null);
    }}
  />
);
