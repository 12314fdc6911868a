import { connect, type Socket } from 'node:net';

/** Sends one command over a new connection, after a log-in where one is given, and gives the raw answer (RESP). */
export function redisClient(port: number, login?: { readonly user: string; readonly password: string }) {
  return async (command: readonly string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    try {
      if (login !== undefined) {
        const answer = await ask(socket, ['AUTH', login.user, login.password]);
        if (answer.startsWith('-')) throw new Error(answer);
      }
      return await ask(socket, command);
    } finally {
      socket.destroy();
    }
  };
}

function ask(socket: Socket, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (data) => resolve(data.toString()));
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
  });
}
