/** A node of the JSON Schema, as far as it is read here. */
export interface Node {
  readonly $ref?: string;
  readonly allOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}

/** What a text is, with its unit, and one that is right. */
interface TextKind {
  readonly name: string;
  readonly example: string;
  readonly takes: readonly string[];
  readonly refuses: readonly string[];
}

/**
 * Kinds of text by what their pattern takes and refuses: a JSON Schema has patterns, but no names for them. Narrow kinds come
 * before those that take the same texts and more.
 */
const textKinds: readonly TextKind[] = [
  { name: 'duration', example: '30s', takes: ['30s', '1h30m', '7d'], refuses: ['30', '0.25'] },
  { name: 'memory', example: '512Mi', takes: ['512Mi', '2Gi'], refuses: ['512', '1Ti'] },
  { name: 'storage', example: '20Gi', takes: ['20Gi', '1Ti'], refuses: ['512Mi'] },
  { name: 'vCPU', example: '250m', takes: ['250m', '0.25'], refuses: ['30s'] },
  { name: 'IPv4 range', example: '10.0.0.0/16', takes: ['10.0.0.0/16'], refuses: ['10.0.0.0', 'a'] },
  { name: 'user:group', example: '65532:65532', takes: ['1000:1000'], refuses: ['1000', 'a:b'] },
  { name: 'ARN', example: 'arn:aws:s3:::reports/*', takes: ['arn:aws:s3:::b'], refuses: ['s3', '/a'] },
  { name: 'IAM action', example: 's3:GetObject', takes: ['s3:GetObject'], refuses: ['s3', '/a', 'https://a/'] },
  { name: 'https URL', example: 'https://id.example.com/', takes: ['https://a/'], refuses: ['http://a/', 'a'] },
  { name: 'URL', example: 'http://collector:4317', takes: ['https://a/', 'http://a:1'], refuses: ['a', 'ftp://a'] },
  { name: 'GitHub owner/name', example: 'acme/shop', takes: ['acme/shop'], refuses: ['acme', 'a/b/c', '/a'] },
  { name: 'path', example: '/orders', takes: ['/orders', '/'], refuses: ['orders', '_'] },
  { name: 'account', example: '"111111111111"', takes: ['111111111111'], refuses: ['1111', 'a'] },
  { name: 'region', example: 'eu-west-1', takes: ['eu-west-1', 'us-gov-east-1'], refuses: ['eu', 'orders'] },
  { name: 'letter of a zone', example: 'a', takes: ['a', 'f'], refuses: ['g', 'ab'] },
  {
    name: 'code of a limit',
    example: 'unsupported-volumes',
    takes: ['unsupported-volumes'],
    refuses: ['volumes', 'a'],
  },
  { name: 'role in SQL', example: 'orders_app', takes: ['Order App', 'a@b'], refuses: ['pg_a', 'a"b', ''] },
  { name: 'name in SQL', example: 'order_items', takes: ['Order Items', 'pg_a'], refuses: ['a"b', 'a$b', ''] },
  { name: 'capability', example: 'NET_BIND_SERVICE', takes: ['NET_BIND_SERVICE'], refuses: ['a', '1'] },
  { name: 'version', example: '"4.1"', takes: ['4.1'], refuses: ['a', '/'] },
  { name: 'name of a variable', example: 'LOG_LEVEL', takes: ['LOG_LEVEL', '_a'], refuses: ['a-b', '1a', 'a.b'] },
  {
    name: 'reference',
    example: 'main.orders',
    takes: ['main', 'events.order-created'],
    refuses: ['A', '1.a', 'a..b c'],
  },
  { name: 'name', example: 'orders', takes: ['orders', 'order-history'], refuses: ['Orders', '1a', 'a.b', 'a_b'] },
];

/** How values of a field are written, without the names of its inner fields: `memory, or a map`. */
export function typesOf(branches: readonly Node[]): string[] {
  return [...new Set(branches.flatMap(typeOf))];
}

/** One value that fits, as YAML; '' where only the inner fields say it. */
export function exampleOf(branches: readonly Node[]): string {
  for (const node of branches) {
    const found = example(node);
    if (found !== '') return found;
  }
  return '';
}

function typeOf(node: Node): string[] {
  if (node.const !== undefined) return [code(node.const)];
  if (node.enum !== undefined) return node.enum.map(code);
  if (Array.isArray(node.type)) return node.type.flatMap((type: string) => typeOf({ ...node, type }));
  switch (node.type) {
    case 'string':
      return [textKind(node)?.name ?? 'text'];
    case 'integer':
    case 'number':
      return [`${node.type === 'integer' ? 'whole number' : 'number'}${range(node)}`];
    case 'boolean':
      return ['true or false'];
    case 'array':
      return ['list'];
    case 'object':
      return ['map'];
    default:
      return ['any value'];
  }
}

function example(node: Node): string {
  if (node.const !== undefined) return String(node.const);
  if (node.enum !== undefined) return String(node.enum[0]);
  if (node.type === 'string') return textKind(node)?.example ?? '';
  if (node.type === 'boolean') return 'true';
  if (node.type === 'integer') return node.maximum === 65535 ? '8080' : String(Math.max(node.minimum ?? 0, 2));
  return '';
}

function textKind(node: Node): TextKind | undefined {
  if (node.pattern === undefined) return undefined;
  const pattern = new RegExp(node.pattern);
  return textKinds.find(
    (kind) => kind.takes.every((text) => pattern.test(text)) && !kind.refuses.some((text) => pattern.test(text)),
  );
}

/** JSON Schema says the bounds of 53-bit integers where there are none. */
function range({ minimum, maximum }: Node): string {
  const low = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER;
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (low && high) return ` from ${minimum} to ${maximum}`;
  if (low) return `, at least ${minimum}`;
  return high ? `, at most ${maximum}` : '';
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}
