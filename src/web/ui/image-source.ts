/**
 * Where an uploaded picture is from here. Its address names the server as PUBLIC_URL does; people may have come by
 * another name of it, such as an IP address.
 */
export function imageSource(url: string): string {
  const { pathname } = new URL(url, location.href);
  return pathname.startsWith('/storage/') ? pathname : url;
}
