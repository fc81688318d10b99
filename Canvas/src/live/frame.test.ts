import { describe, expect, it } from 'vitest';
import { parseFrame } from './frame';

describe('parseFrame', () => {
  it('reads_all_members', () => {
    expect(parseFrame('{"event":"E","workspace_id":"w","timestamp":"t","payload":{"a":1},"seq":7}'))
      .toEqual({ event: 'E', workspaceId: 'w', timestamp: 't', payload: { a: 1 }, seq: 7 });
  });
  it('missing_number_and_payload', () => {
    expect(parseFrame('{"event":"E"}')).toEqual({ event: 'E', workspaceId: '', timestamp: '', payload: {}, seq: null });
  });
  it('number_zero_is_none', () => {
    expect(parseFrame('{"event":"E","seq":0}')?.seq).toBeNull();
  });
  it.each(['', '{', '[]', '"x"', '{"payload":{}}'])('%j_is_no_frame', source => {
    expect(parseFrame(source)).toBeNull();
  });
  it('binary_is_no_frame', () => {
    expect(parseFrame(new Blob())).toBeNull();
  });
});
