import { GeneralError } from '#protocol/common.ts';
import {
  DisplayNameChange,
  DisplayNameChanged,
  Profile,
  UsernameChange,
  UsernameChanged,
} from '#protocol/profile.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { readName } from '#server/platform/names.ts';
import { avatarUrl } from './avatar-routes.ts';
import type { ProfileRow } from './profile-repository.ts';
import type { Profiles } from './profile-service.ts';

type Dependencies = { access: Access; profiles: Profiles; publicUrl: string };

const refused = { 401: GeneralError, 403: GeneralError };

export function addProfileRoutes(server: HttpServer, { access, profiles, publicUrl }: Dependencies): void {
  const toProfile = ({ avatarPath, createdAt, updatedAt, ...profile }: ProfileRow): Profile => ({
    ...profile,
    avatarUrl: avatarPath === null ? null : avatarUrl(publicUrl, avatarPath),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  });

  server.get(
    '/profile',
    {
      onRequest: access.requireAccount('read'),
      schema: {
        tags: ['accounts'],
        summary: 'Your profile',
        description: 'Of the account behind the access token or API key.',
        response: { 200: Profile, ...refused, 404: GeneralError },
      },
    },
    async (request) => toProfile(await profiles.find(access.callerOf(request).accountId)),
  );

  server.put(
    '/profile/username',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Change your username',
        description: 'The old one is free from then on, and your nights are found by the new one.',
        body: UsernameChange,
        response: { 200: UsernameChanged, ...refused, 404: GeneralError, 409: GeneralError },
      },
    },
    async (request) => {
      const { username } = request.body;
      await profiles.changeUsername(access.callerOf(request).accountId, username);
      return { username, message: 'Username updated successfully' };
    },
  );

  server.put(
    '/profile/display-name',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Change your display name',
        body: DisplayNameChange,
        response: { 200: DisplayNameChanged, ...refused, 404: GeneralError },
      },
    },
    async (request) => {
      const displayName = readName('displayName', request.body.displayName);
      await profiles.changeDisplayName(access.callerOf(request).accountId, displayName);
      return { displayName, message: 'Display name updated successfully' };
    },
  );
}
