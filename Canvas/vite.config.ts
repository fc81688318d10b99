import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the sources and hands everything that is the server's to the server.
const server = process.env['MOLECULE_URL'] ?? 'http://127.0.0.1:8080';
const routes = [
  'workspaces', 'registry', 'canvas', 'events', 'approvals', 'demo', 'health', 'settings', 'org', 'templates', 'bundles', 'admin', 'metrics', 'openapi',
];

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      ...Object.fromEntries(routes.map(route => [`/${route}`, { target: server }])),
      '/ws': { target: server, ws: true },
    },
  },
  build: {
    target: 'es2023',
    // The server's content policy lets images in as data, scripts never: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    restoreMocks: true,
    // One page for all files: every store is emptied before each test, and building a page takes longer than most files.
    isolate: false,
    // Busy machines take their time; what hangs is still found.
    testTimeout: 60_000,
  },
});
