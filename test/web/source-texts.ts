import { type ESTree, parseSync, Visitor } from 'vite';

/** What a source file says of texts. */
export type SourceTexts = {
  /** Given to `t`: a key, or the pattern that its keys have, such as `nav.theme.*`. */
  asked: string[];
  /** Every string, and the pattern of every template: what may become a key. */
  mentioned: string[];
  /** What a reader would see, though it never was in a locale. */
  untranslated: string[];
};

/** Attributes and properties of components whose value is read, or read out. */
const READ =
  /^(alt|title|label|placeholder|hint|text|description|heading|message|caption|summary|aria-(label|description|valuetext|roledescription|placeholder))$|(Label|Text|Title)$/;

/** What is the same in every language: names, addresses, and what is typed as it stands. */
const SAME_EVERYWHERE = /^(Soiree|thisgame(\+\+|--)|[\w-]+(\.[\w-]+)+)$/;

const isWords = (text: string) => /\p{L}/u.test(text) && !SAME_EVERYWHERE.test(text.trim());

/** The strings that an expression may have as its value: both branches of a condition, a template as its pattern. */
function valuesOf(node: ESTree.Node | null | undefined): string[] {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return [node.quasis.map(({ value }) => value.cooked ?? '').join('*')];
    case 'ConditionalExpression':
      return [...valuesOf(node.consequent), ...valuesOf(node.alternate)];
    case 'LogicalExpression':
      return [...valuesOf(node.left), ...valuesOf(node.right)];
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return valuesOf(node.expression);
    default:
      return [];
  }
}

/** @throws where the file can't be parsed */
export function readSourceTexts(file: string, code: string): SourceTexts {
  const { program, errors } = parseSync(file, code);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const texts: SourceTexts = { asked: [], mentioned: [], untranslated: [] };
  const see = (node: ESTree.Node | null) => {
    texts.untranslated.push(...valuesOf(node).filter(isWords));
  };
  new Visitor({
    CallExpression({ callee, arguments: [first] }) {
      if (callee.type === 'Identifier' && callee.name === 't') texts.asked.push(...valuesOf(first));
    },
    Literal(node) {
      texts.mentioned.push(...valuesOf(node));
    },
    TemplateLiteral(node) {
      texts.mentioned.push(...valuesOf(node));
    },
    JSXText({ value }) {
      if (isWords(value)) texts.untranslated.push(value.trim());
    },
    JSXAttribute({ name, value }) {
      if (name.type === 'JSXIdentifier' && READ.test(name.name)) see(value);
    },
    JSXElement({ children }) {
      for (const child of children) if (child.type === 'JSXExpressionContainer') see(child);
    },
    JSXFragment({ children }) {
      for (const child of children) if (child.type === 'JSXExpressionContainer') see(child);
    },
  }).visit(program);
  return texts;
}

/** Whether a key is meant by a key or a pattern. */
export function matches(pattern: string, key: string): boolean {
  if (!pattern.includes('*')) return pattern === key;
  // A pattern must begin with an area: `*` alone would be any.
  if (!/^\w+\./.test(pattern)) return false;
  const parts = pattern.split('*').map(RegExp.escape);
  return new RegExp(`^${parts.join('.+')}$`).test(key);
}
