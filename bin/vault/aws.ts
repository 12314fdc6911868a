import { names, type Platform, type SecretEntry } from '../../platform/index';

/** What the team must set on AWS, and the command that does it. Values stand in a file, not in the history of a shell. */
export interface ToSet {
  readonly name: string;
  /** What `value.json` must hold, where the secret has several values; '' where it has one. */
  readonly form: string;
  readonly command: string;
}

/** On AWS the stacks generate what can be generated; this is the rest. */
export function toSetOnAws(platform: Platform, entries: readonly SecretEntry[]): ToSet[] {
  const { name, environment } = platform;
  const region = environment.aws === null ? '' : ` --region ${environment.aws.region}`;
  // There the provisioner encodes what stands in a URL.
  const given = entries.filter(({ source, encodes }) => source === 'given' && encodes === '');
  const byName = new Map<string, SecretEntry[]>();
  for (const entry of given) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  return [...byName].map(([secret, keys]) => {
    const [first] = keys;
    if (first !== undefined && (first.key === 'host' || first.key === 'addresses')) {
      const parameter = names.ssmParameterName(name, environment.name, secret.replace(/-address$/, ''), first.key);
      const value = first.key === 'host' ? '<host>' : '<host:port,...>';
      return {
        name: parameter,
        form: '',
        command: `aws ssm put-parameter${region} --name ${parameter} --type String --value ${value}`,
      };
    }
    const id = names.secretName(name, environment.name, secret);
    const form = first?.key === 'value' ? 'value.txt' : 'value.json';
    return {
      name: id,
      form: first?.key === 'value' ? '' : formOf(keys),
      command: `aws secretsmanager put-secret-value${region} --secret-id ${id} --secret-string file://${form}`,
    };
  });
}

/** A login always has both. */
function formOf(keys: readonly SecretEntry[]): string {
  const names = keys.some(({ key }) => key === 'password') ? ['username', 'password'] : keys.map(({ key }) => key);
  return `value.json: {${names.map((name) => `"${name}": "..."`).join(', ')}}`;
}
