import { compose, removeFolder } from './shop';

export default async function down(): Promise<void> {
  try {
    await compose('--profile', 'jobs', 'down', '--volumes', '--remove-orphans');
  } finally {
    removeFolder();
  }
}
