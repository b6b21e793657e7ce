import {
  MemberAnswer,
  MemberChange,
  MemberList,
  MemberQuery,
  NewTimeline,
  type Timeline,
  TimelineAnswer,
  TimelineChange,
  TimelineList,
  type TimelineMember,
  TimelineQuery,
} from '#protocol/timelines.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { TimelineRow } from './timelines-repository.ts';
import type { Member, TimelineService } from './timelines-service.ts';
import {
  common,
  MemberParams,
  paged,
  readId,
  refused,
  refusedChange,
  refusedOn,
  single,
  TimelineParams,
} from './wire.ts';

type Dependencies = { access: Access; timelines: TimelineService };

const tags = ['timelines'];
const MISSING = 'Timeline not found';

export function addTimelineRoutes(server: HttpServer, { access, timelines }: Dependencies): void {
  const reading = access.requireCaller('read');
  const writing = access.requireCaller('schedule:write');

  server.get(
    '/timelines',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'The timelines of which you are a member, the newest first',
        querystring: TimelineQuery,
        response: { 200: TimelineList, ...refused },
      },
    },
    async (request) => {
      const { skip = 0, take = 10 } = request.query;
      const { rows, count } = await timelines.list(access.callerOf(request), { skip, take });
      return paged(rows.map(toTimeline), count, { skip, take });
    },
  );

  server.post(
    '/timelines',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Make a timeline, which you then own',
        description: 'An account has at most 500.',
        body: NewTimeline,
        response: { 200: TimelineAnswer, ...refused, 409: refusedChange[409] },
      },
    },
    async (request) => {
      const { name, description = null, allowOverlap = false } = request.body;
      const fields = { name, description, allowOverlap };
      return single(toTimeline(await timelines.create(access.callerOf(request), fields)));
    },
  );

  server.get(
    '/timelines/:id',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'One timeline',
        params: TimelineParams,
        response: { 200: TimelineAnswer, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      return single(toTimeline(await timelines.find(access.callerOf(request), id)));
    },
  );

  server.patch(
    '/timelines/:id',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Change a timeline',
        description:
          'For its owner. Where overlaps are no longer allowed, sessions that clash are a 409, and nothing changes.',
        params: TimelineParams,
        body: TimelineChange,
        response: { 200: TimelineAnswer, ...refusedChange },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      return single(toTimeline(await timelines.change(access.callerOf(request), id, request.body)));
    },
  );

  server.delete(
    '/timelines/:id',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Delete a timeline',
        description: 'For its owner. Its sessions go with it, and keep nobody’s time any more.',
        params: TimelineParams,
        response: { 200: TimelineAnswer, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      return single(toTimeline(await timelines.remove(access.callerOf(request), id)));
    },
  );

  server.get(
    '/timelines/:id/members',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'Whom a timeline is shared with, the owner first',
        params: TimelineParams,
        querystring: MemberQuery,
        response: { 200: MemberList, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const { skip = 0, take = 100 } = request.query;
      const { rows, count } = await timelines.listMembers(access.callerOf(request), id, { skip, take });
      return paged(rows.map(toMember), count, { skip, take });
    },
  );

  server.put(
    '/timelines/:id/members',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Add a member, or give one another role',
        description: 'For the owner. Viewers read; editors also write sessions and import. At most 500.',
        params: TimelineParams,
        body: MemberChange,
        response: { 200: MemberAnswer, ...refusedChange },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const { userId, username, role } = request.body;
      const who = { accountId: userId?.toLowerCase(), username };
      return single(toMember(await timelines.putMember(access.callerOf(request), id, who, role)));
    },
  );

  server.delete(
    '/timelines/:id/members/:userId',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Remove a member',
        description: 'For the owner. The member’s calendar feed ends; what they created stays.',
        params: MemberParams,
        response: { 200: MemberAnswer, ...refusedChange },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const accountId = readId(request.params.userId, 'Member not found');
      return single(toMember(await timelines.removeMember(access.callerOf(request), id, accountId)));
    },
  );
}

const toTimeline = (row: TimelineRow): Timeline => ({
  id: row.id,
  name: row.name,
  description: row.description,
  allowOverlap: row.allowOverlap,
  ownerId: row.ownerId,
  role: row.role,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  removedAt: row.removedAt?.toISOString() ?? null,
});

const toMember = ({ accountId, username, displayName, avatarUrl, role }: Member): TimelineMember => ({
  userId: accountId,
  username,
  displayName,
  avatarUrl,
  role,
});
