import { Composer, type CST, type Document, isMap, isScalar, Lexer, type Node, Parser, type YAMLError } from 'yaml';
import { Reader } from './reader';
import { deepest, type Fault, type Lines, type Spot } from './source';

/** Faults of syntax that are reported: after the first few, each follows from those before. */
const mostFaults = 20;

type Report = (fault: Fault) => void;

/** Reads any text as YAML and reports all that is wrong with it. Undefined when there is nothing that could be used. */
export function readYaml(text: string, lines: Lines, report: Report): Spot | undefined {
  const root = readDocument(text, lines, report);
  if (root === undefined) return undefined;
  const start = root.range?.[0] ?? 0;
  if (isMap(root)) return new Reader(report).read(root, start);
  report(fault('not-a-map', start, 'holds no map of fields at the top', 'start with a line such as "platform: shop"'));
  return undefined;
}

/** The root node of the one document in a text; undefined, and reported, when there is none or it is broken. */
function readDocument(text: string, lines: Lines, report: Report): Node | undefined {
  const tokens = tokenise(text, report);
  if (tokens === undefined) return undefined;
  const directive = tokens.find((token) => token.type === 'directive');
  if (directive !== undefined) {
    report(fault('yaml-directive', directive.offset, 'has a directive, a line that starts with "%"', 'take it out'));
    return undefined;
  }
  const documents = compose(tokens, text.length);
  const root = documents[0]?.contents;
  const errors = documents.flatMap((document) => document.errors);
  reportSyntax(text, lines, errors, report);
  for (const document of documents) reportTags(text, document.warnings, report);
  const second = tokens.filter((token) => token.type === 'document')[1];
  if (second !== undefined) {
    report(
      fault('multiple-documents', second.offset, 'holds more than one document', 'take out what follows this "---"'),
    );
  }
  // In a broken text the tree shows what was not meant.
  if (errors.length > 0) return undefined;
  if (root == null || (isScalar(root) && root.value === null && !root.source)) {
    report(fault('empty-file', 0, 'holds nothing', 'start with a line such as "platform: shop"'));
    return undefined;
  }
  return root;
}

/**
 * The tokens of a text, given up as soon as they nest too deep: what builds nodes from them calls itself for each level,
 * and a small file can hold more levels than there is stack.
 */
function tokenise(text: string, report: Report): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errors++;
    }
    if (errors > mostFaults) return tokens;
    // One entry is the document and one may be a scalar.
    if (parser.stack.length > deepest + 1 && parser.stack.filter(isCollection).length > deepest) {
      const offset = parser.offset - lexeme.length;
      report(fault('too-deep', offset, `stands more than ${deepest} levels deep`, 'make the description flatter'));
      return undefined;
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

function isCollection(token: CST.Token): boolean {
  return token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';
}

function compose(tokens: CST.Token[], end: number): Document.Parsed[] {
  const limit = Error.stackTraceLimit;
  // Each fault is an Error, and a hostile file makes half a million: their stacks would take seconds.
  Error.stackTraceLimit = 0;
  try {
    const composer = new Composer({
      version: '1.2',
      merge: false,
      resolveKnownTags: false,
      uniqueKeys: false,
      prettyErrors: false,
    });
    return [...composer.compose(tokens, true, end)];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** One fault a line: the others on it follow from the first. */
function reportSyntax(text: string, lines: Lines, errors: readonly YAMLError[], report: Report): void {
  const seen = new Set<number>();
  for (const { code, message, pos } of errors) {
    const lineStart = lines.startOf(pos[0]);
    if (seen.has(lineStart)) continue;
    seen.add(lineStart);
    if (seen.size > mostFaults) return;
    const tab = /^ *\t/.exec(text.slice(lineStart, Math.min(pos[0], lineStart + 1000) + 1));
    if (code === 'TAB_AS_INDENT' || tab !== null) {
      const offset = tab === null ? pos[0] : lineStart + tab[0].length - 1;
      report(fault('tab-indentation', offset, 'is indented with a tab', 'indent with spaces'));
    } else if (code === 'RESOURCE_EXHAUSTION') {
      report(fault('too-deep', pos[0], 'stands too deep', 'make the description flatter'));
    } else {
      const reason = `${message.charAt(0).toLowerCase()}${message.slice(1, 120)}`;
      report(
        fault(
          'yaml-syntax',
          pos[0],
          `cannot be read as YAML: ${reason}`,
          fixes.get(code) ?? 'correct this line or the one before',
        ),
      );
    }
  }
}

const fixes: ReadonlyMap<string, string> = new Map([
  ['BAD_INDENT', 'indent the fields of one map by the same number of spaces'],
  ['BAD_SCALAR_START', 'put the text in quotes'],
  ['BAD_DQ_ESCAPE', 'write "\\\\" for a backslash, or use single quotes'],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'put a text that holds ": " in quotes, and start the fields of a map on a line of their own',
  ],
  ['MULTILINE_IMPLICIT_KEY', 'end the key with a colon and a space'],
]);

function reportTags(text: string, warnings: readonly YAMLError[], report: Report): void {
  for (const { code, pos } of warnings.slice(0, mostFaults)) {
    if (code !== 'TAG_RESOLVE_FAILED') continue;
    const tag = text.slice(pos[0], Math.min(pos[1], pos[0] + 40));
    report(fault('yaml-tag', pos[0], `has the tag ${tag}`, 'take the tag out'));
  }
}

/** A fault of the text, before there are fields. */
function fault(code: string, offset: number, rule: string, fix: string): Fault {
  return { code, offset, path: [], value: '', rule, fix };
}
