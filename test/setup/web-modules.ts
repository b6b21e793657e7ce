import type { Browser, Page } from 'playwright-core';
import { createServer } from 'vite';

export type WebModules = Awaited<ReturnType<typeof serveWebModules>>;

/** The pages' modules as browsers load them, each for itself: for what only a browser can try out. */
export async function serveWebModules() {
  const server = await createServer({
    configFile: 'vite.config.ts',
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The modules have no address');

  return {
    /** An empty page that can import them: `import('/features/…')`. */
    async open(browser: Browser): Promise<Page> {
      const page = await browser.newPage();
      await page.route(`${url}empty`, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
      await page.goto(`${url}empty`);
      return page;
    },
    close: () => server.close(),
  };
}
