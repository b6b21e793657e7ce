/** Readers of PDF look for its header as far as this into a file. */
const PDF_HEADER_WITHIN = 1_024;

/**
 * What begins like this is markup or a script to some program. Where few characters would also come up by chance
 * in compressed pixels, as many more must be text. No form goes over a second `<`: the time it takes stays in
 * proportion to the file, whatever the file is.
 */
const MARKUP = new RegExp(
  [
    String.raw`<(?:!doctype|(?:\w{1,12}:)?(?:html|head|body|script|style|iframe|object|embed)|\?php)(?:[\s/>]|$)`,
    String.raw`<(?:\w{1,12}:)?(?:svg|img)[\s/>][\t\n\r -;=-~]{5}`,
    String.raw`<\?=[\t\n\r -;=-~]{1,100}\?>`,
  ].join('|'),
  'i',
);

/**
 * What a file is as well, if it is something beside an image: another program could be made to take it for that.
 * Data that cameras leave behind or inside of a photo isn't meant: other images, films, depth maps.
 */
export function findPolyglot(bytes: Buffer): 'a PDF' | 'an archive' | 'a web page or a script' | undefined {
  if (bytes.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-')) return 'a PDF';
  if (isZip(bytes)) return 'an archive';
  if (MARKUP.test(bytes.toString('latin1'))) return 'a web page or a script';
  return undefined;
}

/** A ZIP file, and so a JAR or an Office document, is read from the record at its end, whatever is before it. */
function isZip(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('PK\x05\x06', bytes.length, 'latin1');
  // Its list of files precedes that. Four bytes alone come up by chance, once in a thousand large photos.
  return end !== -1 && bytes.subarray(0, end).includes('PK\x01\x02', 0, 'latin1');
}
