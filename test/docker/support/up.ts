import down from './down';
import { say } from './run';
import { compose, prepare, settled } from './shop';

/** As the first lines of compose.yaml say. What an interrupted run left is taken away before. */
export default async function up(): Promise<void> {
  try {
    await prepare();
    await compose('down', '--volumes', '--remove-orphans');
    const started = Date.now();
    await compose('build');
    const built = Date.now();
    await compose('up', '--build', '--detach');
    await settled();
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    say(`images built in ${seconds(started, built)} s, shop up after ${seconds(built, Date.now())} s more`);
  } catch (error) {
    // Jest does not call the teardown of a setup that fails. Why the setup failed is worth more than why this does.
    await down().catch(() => undefined);
    throw error;
  }
}
