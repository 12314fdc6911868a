import { allHashes } from './render-all';

// Run by determinism.test.ts in a process of its own, with another clock, language and folder.

allHashes().then((hashes) => process.stdout.write(JSON.stringify(hashes)));
