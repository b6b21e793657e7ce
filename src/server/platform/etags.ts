/** Whether an `If-None-Match` names what is there; compared as RFC 9110 says, without regard to which are weak. */
export const matchesEtag = (ifNoneMatch: string | undefined, etag: string): boolean => {
  const strong = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => ['*', strong(etag)].includes(strong(tag))) ?? false;
};
