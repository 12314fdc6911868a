import type { Fact } from './fact';
import { command } from './facts/command';
import { environment } from './facts/environment';
import { image } from './facts/image';
import { addresses, ports } from './facts/ports';
import { secrets } from './facts/secrets';

export const facts: readonly Fact[] = [image, command, environment, secrets, ports, addresses];
