import { type Fault, join } from './authoring-faults.ts';

const PREFIX = 'quiz-images/';
/** The quiz for which a picture was uploaded, and the name of the file. */
const PATH = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{32}\.webp$/;

export type ImageUrls = ReturnType<typeof createImageUrls>;

export const isImagePath = (path: string): boolean => PATH.test(path);
export const imageKey = (path: string): string => PREFIX + path;

type WithUrls = {
  image_url?: string | null;
  explanation_image_url?: string | null;
  answers?: readonly WithUrls[];
};

/**
 * What `image_url` fields may have: pictures that were uploaded here, kept by their path so that the server may move,
 * and any others by https.
 */
export function createImageUrls(publicUrl: string) {
  const base = `${publicUrl}/storage/`;

  const toPath = (url: string): string | undefined => {
    const path = url.startsWith(base + PREFIX) ? url.slice(base.length + PREFIX.length) : '';
    return isImagePath(path) ? path : undefined;
  };

  const isAllowed = (url: string | null | undefined): boolean =>
    typeof url !== 'string' ||
    toPath(url) !== undefined ||
    (/^https:\/\/[^\s\p{Cc}]+$/iu.test(url) && URL.canParse(url));

  return {
    /** Where an uploaded picture is served. */
    ofPath: (path: string): string => base + imageKey(path),

    /** The fields of a question, its answers or an answer that have another URL. */
    findFaults({ answers = [], ...fields }: WithUrls, path = ''): Fault[] {
      const names = (['image_url', 'explanation_image_url'] as const).filter(
        (name) => !isAllowed(fields[name]),
      );
      return [
        ...names.map((name) => ({
          path: join(path, name),
          message: 'must be the URL of an uploaded picture, or an https URL',
        })),
        ...answers.flatMap((answer, index) => this.findFaults(answer, join(path, 'answers', index))),
      ];
    },

    toStored(url: string): string {
      const path = toPath(url);
      return path === undefined ? url : imageKey(path);
    },

    toWire: (stored: string | null): string | null => (stored?.startsWith(PREFIX) ? base + stored : stored),
  };
}
