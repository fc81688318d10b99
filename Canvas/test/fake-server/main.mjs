import { fileURLToPath } from 'node:url';
import { createFakeServer } from './server.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const port = await createFakeServer({ dist }).listen(Number(process.env.PORT ?? 0));
console.log(`http://127.0.0.1:${port}`);
