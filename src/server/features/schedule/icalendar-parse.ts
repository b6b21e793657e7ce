import { invalid } from '#server/platform/errors.ts';

export type Property = {
  /** In capitals, as are the parameters'. */
  name: string;
  parameters: ReadonlyMap<string, string>;
  value: string;
};

export type Component = { name: string; properties: Property[]; components: Component[] };

const MAX_DEPTH = 8;

/**
 * The calendars of an iCalendar file. Lines that can't be read are left out, as calendar programs write such at times;
 * the values are as they stand.
 * @throws AppError `invalid_payload` where the file isn't iCalendar
 */
export function parseCalendars(text: string): Component[] {
  const root: Component = { name: '', properties: [], components: [] };
  const open = [root];
  for (const line of unfoldLines(text)) {
    const current = open.at(-1) ?? root;
    const property = parseLine(line);
    if (property?.name === 'BEGIN') {
      if (open.length > MAX_DEPTH) throw notCalendar();
      const component = {
        name: property.value.trim().toUpperCase(),
        properties: [],
        components: [],
      };
      current.components.push(component);
      open.push(component);
    } else if (property?.name === 'END') {
      if (property.value.trim().toUpperCase() !== current.name || current === root) throw notCalendar();
      open.pop();
    } else if (property) current.properties.push(property);
  }
  const calendars = root.components.filter(({ name }) => name === 'VCALENDAR');
  if (open.length > 1 || calendars.length === 0) throw notCalendar();
  return calendars;
}

const notCalendar = () => invalid('The file is not an iCalendar file');

function unfoldLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n|\r/)
    .filter((line) => line !== '');
}

/** `NAME;PARAMETER=value;PARAMETER="quoted: value":value`, its name perhaps with a group before it. */
const LINE = /^(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:])*)*):(.*)$/s;
const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)/g;

/** Of most lines, of which a file can have a million. */
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

const readParameters = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(PARAMETER)].map(([, key = '', content = '']) => [
      key.toUpperCase(),
      content.replaceAll('"', ''),
    ]),
  );

function parseLine(line: string): Property | undefined {
  const [, name, parameters = '', value = ''] = LINE.exec(line) ?? [];
  if (name === undefined) return undefined;
  return {
    name: name.toUpperCase(),
    parameters: parameters === '' ? NO_PARAMETERS : readParameters(parameters),
    value,
  };
}

export const findProperty = (component: Component, name: string): Property | undefined =>
  component.properties.find((property) => property.name === name);

export const listProperties = (component: Component, name: string): Property[] =>
  component.properties.filter((property) => property.name === name);

/** A value of type TEXT, trimmed; undefined where there is none to read. */
export function readText(component: Component, name: string): string | undefined {
  const value = findProperty(component, name)?.value;
  const text = value
    ?.replace(/\\([\\;,nN])/g, (_, character: string) => (character.toLowerCase() === 'n' ? '\n' : character))
    // The store can't keep it.
    .replaceAll('\0', '')
    .trim();
  return text === '' ? undefined : text;
}
