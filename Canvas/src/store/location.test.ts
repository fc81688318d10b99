import { describe, expect, it } from 'vitest';
import { select, setTab, useCanvas } from './canvas';
import { readLocation, watchLocation, writeLocation } from './location';

describe('location', () => {
  it.each([['#/w/abc/chat', { id: 'abc', tab: 'chat' }], ['#/w/a%20b', { id: 'a b', tab: undefined }], ['#/w/abc/nonsense', { id: 'abc', tab: undefined }], ['#/', null], ['', null]])(
    'read %j', (hash, expected) => {
      expect(readLocation(hash)).toEqual(expected);
    });
  it('write', () => {
    expect([writeLocation('a b', 'chat'), writeLocation(null, 'chat')]).toEqual(['#/w/a%20b/chat', '#/']);
  });
  it('link_selects', () => {
    location.hash = '#/w/abc/events';
    const stop = watchLocation();
    expect(useCanvas.getState()).toMatchObject({ selectedId: 'abc', tab: 'events' });
    stop();
  });
  it('selection_changes_the_address', () => {
    const stop = watchLocation();
    select('abc', 'details');
    expect(location.hash).toBe('#/w/abc/details');
    setTab('chat');
    expect(location.hash).toBe('#/w/abc/chat');
    select(null);
    expect(location.hash).toBe('#/');
    stop();
  });
});
