import { type Static, Type } from 'typebox';
import { DisplayName, Username } from './accounts.ts';
import { Instant, Nullable, Uuid } from './common.ts';

/** What an account sees of itself. */
export const Profile = Type.Object(
  {
    id: Uuid(),
    username: Username,
    displayName: DisplayName,
    avatarUrl: Nullable(Type.String({ description: 'Another one for each picture. Null without one.' })),
    email: Type.String(),
    createdAt: Instant(),
    updatedAt: Instant('When a name or the avatar was last changed.'),
  },
  {
    examples: [
      {
        id: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
        username: 'ada',
        displayName: 'Ada Lovelace',
        avatarUrl: null,
        email: 'ada@example.org',
        createdAt: '2026-03-15T19:00:00.000Z',
        updatedAt: '2026-03-15T19:00:00.000Z',
      },
    ],
  },
);
export type Profile = Static<typeof Profile>;

export const UsernameChange = Type.Object({ username: Username }, { examples: [{ username: 'countess' }] });

export const UsernameChanged = Type.Object(
  { username: Username, message: Type.String() },
  { examples: [{ username: 'countess', message: 'Username updated successfully' }] },
);

export const DisplayNameChange = Type.Object(
  { displayName: DisplayName },
  { examples: [{ displayName: 'Countess of Lovelace' }] },
);

export const DisplayNameChanged = Type.Object(
  { displayName: DisplayName, message: Type.String() },
  { examples: [{ displayName: 'Countess of Lovelace', message: 'Display name updated successfully' }] },
);

export const AvatarUpload = Type.Object(
  {
    avatar: Type.String({
      format: 'binary',
      description: 'A JPEG, PNG, WebP or GIF of at most 5 MB, by its bytes.',
    }),
  },
  { examples: [{ avatar: 'the bytes of portrait.jpg' }] },
);

export const AvatarUploaded = Type.Object(
  { url: Type.String(), path: Type.String() },
  {
    examples: [
      {
        url: 'https://soiree.example.org/storage/avatars/4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11/5d0c8e7f41b29a630f1e8b7c2d4a9e56.webp',
        path: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11/5d0c8e7f41b29a630f1e8b7c2d4a9e56.webp',
      },
    ],
  },
);

export const AvatarDeleted = Type.Object(
  { message: Type.String() },
  { examples: [{ message: 'Avatar deleted successfully' }] },
);
