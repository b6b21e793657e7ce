import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiled code is kept between starts, which halves the time to load the server. Beside the packages, and not in
// the shared temporary directory, where another user of the machine could put code of theirs.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)));

const { serve } = await import('./serve.ts');
await serve();
