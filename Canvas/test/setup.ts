import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { forgetEverything } from './forget';

// Conditions are waited for generously: the machine may be busy.
configure({ asyncUtilTimeout: 30_000 });

// jsdom has no layout and no modal dialogs: what the components ask of them is answered here.
class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal('ResizeObserver', NoObserver);
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

beforeEach(() => {
  forgetEverything();
  // A test that needs the server says what it answers; nothing ever leaves the machine.
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no server in this test')));
});

afterEach(() => {
  cleanup();
  // What waits for the clock must not wait into the next test.
  if (vi.isFakeTimers()) vi.runOnlyPendingTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.stubGlobal('ResizeObserver', NoObserver);
});
