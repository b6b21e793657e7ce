import { createCipheriv } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findPolyglot } from './polyglots.ts';
import { jpegSegment, makeImage, pngChunk, withChunks, withSegments } from './test-images.ts';

const COMMENT = 0xfe;
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** As compressed pixels are, the same each time. */
const noise = (seed: number, length: number) =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));

/** An archive of one empty file. */
function makeZip(comment = ''): Buffer {
  const local = latin1(`PK\x03\x04${'\0'.repeat(22)}\x01\0\0\0a`);
  const listed = latin1(`PK\x01\x02${'\0'.repeat(24)}\x01${'\0'.repeat(17)}a`);
  const end = latin1(`PK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x1f\0\0\0`);
  return Buffer.concat([local, listed, end, Buffer.of(comment.length, 0), latin1(comment)]);
}

describe('finds', () => {
  it.each([
    ['behind the image', makeZip()],
    ['with a comment', makeZip('a comment')],
    ['with more behind it', Buffer.concat([makeZip(), Buffer.alloc(100_000)])],
    ['whose end is there twice', Buffer.concat([makeZip(), latin1('PK\x05\x06'), Buffer.alloc(18)])],
  ])('an archive: %s', async (_case, zip) => {
    for (const format of ['jpeg', 'png', 'webp', 'gif'] as const)
      expect(findPolyglot(Buffer.concat([await makeImage(format), zip]))).toBe('an archive');
    const inside = withSegments(await makeImage('jpeg'), jpegSegment(0xe2, zip.subarray(0, 60_000)));
    expect(findPolyglot(inside)).toBe('an archive');
  });

  it('a PDF, where its readers would', async () => {
    const jpeg = await makeImage('jpeg');
    expect(findPolyglot(withSegments(jpeg, jpegSegment(COMMENT, '%PDF-1.4\n1 0 obj')))).toBe('a PDF');
    const later = jpegSegment(COMMENT, `${' '.repeat(900)}%PDF-1.7`);
    expect(findPolyglot(withSegments(jpeg, later))).toBe('a PDF');
  });

  it.each([
    '<script>alert(1)</script>',
    '<SCRIPT SRC=//example.org/x.js>',
    '<script/src=//example.org/x.js>',
    '<!DOCTYPE html><title>a</title>',
    '<html>',
    '<body onload=alert(1)>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<svg/onload=alert(1)>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    '<img src=x onerror=alert(1)>',
    '<iframe src="javascript:alert(1)">',
    '<?php system($_GET["c"]); ?>',
    '<?PHP\nphpinfo();',
    '<?=$_GET[0]($_POST[1]);?>',
    '<?=`id`?>',
  ])('markup: %s', async (markup) => {
    const [jpeg, png, gif] = await Promise.all([makeImage('jpeg'), makeImage('png'), makeImage('gif')]);
    const found = 'a web page or a script';
    expect(findPolyglot(withSegments(jpeg, jpegSegment(COMMENT, markup)))).toBe(found);
    expect(findPolyglot(withChunks(png, pngChunk('tEXt', `Comment\0${markup}`)))).toBe(found);
    expect(findPolyglot(Buffer.concat([gif, latin1(markup)]))).toBe(found);
    expect(findPolyglot(Buffer.concat([latin1('GIF89a/*'), latin1(markup), latin1('*/=1;'), gif]))).toBe(
      found,
    );
  });
});

describe('finds nothing', () => {
  const xmp =
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
    'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"/></rdf:RDF>' +
    '</x:xmpmeta><?xpacket end="w"?>';
  const film = Buffer.concat([latin1('\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\x04\0\0mdat'), noise(1, 262_136)]);

  it.each<[string, (jpeg: Buffer) => Buffer | Promise<Buffer>]>([
    ['a plain photo', (jpeg) => jpeg],
    ['XMP', (jpeg) => withSegments(jpeg, jpegSegment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp}`))],
    ['a motion photo', (jpeg) => Buffer.concat([jpeg, film])],
    [
      'a motion photo with the trailer of its phone',
      (jpeg) =>
        Buffer.concat([jpeg, latin1('\0\0\x30\x0aMotionPhoto_Data'), film, latin1('SEFHk\0\0\0SEFT')]),
    ],
    [
      'several pictures in one file',
      async (jpeg) => Buffer.concat([jpeg, await makeImage('jpeg', 400, 300)]),
    ],
    [
      'words about angles',
      (jpeg) => withSegments(jpeg, jpegSegment(COMMENT, 'a < b, <3, <img, <svg, 50 %PDF')),
    ],
    [
      'a caption',
      (jpeg) => withSegments(jpeg, jpegSegment(COMMENT, '<p>At the <b>sea</b><br>with <a href="/">')),
    ],
  ])('in %s', async (_case, make) => {
    expect(findPolyglot(await make(await makeImage('jpeg')))).toBeUndefined();
  });

  it('in a profile, nor in compressed metadata', async () => {
    const png = withChunks(
      await makeImage('png'),
      pngChunk('iCCP', Buffer.concat([latin1('a\0\0'), deflateSync(noise(2, 4096))])),
    );
    expect(findPolyglot(png)).toBeUndefined();
  });

  it('in the most that may come, of pixels that look like nothing', () => {
    for (let seed = 0; seed < 8; seed++) expect(findPolyglot(noise(seed, 5 * 1024 * 1024))).toBeUndefined();
  });
});
