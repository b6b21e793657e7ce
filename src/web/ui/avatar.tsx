/** Its address names the server as PUBLIC_URL does; guests may have come by another name of it, such as an IP address. */
const fromHere = (url: string): string =>
  url.startsWith('blob:') ? url : new URL(url, location.href).pathname;

/** Somebody's picture, or the first letter of their name on a colour of its own. */
export function Avatar({
  name,
  url,
  className = 'size-10',
}: {
  name: string;
  url: string | null;
  className?: string;
}) {
  if (url) return <img src={fromHere(url)} alt="" className={`rounded-full object-cover ${className}`} />;
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span
      aria-hidden="true"
      style={{ background: `oklch(0.45 0.12 ${hue})` }}
      className={`inline-flex items-center justify-center rounded-full font-extrabold text-white ${className}`}
    >
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
