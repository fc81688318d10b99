import { describe, expect, it } from 'vitest';
import { kindOf } from './EventsTab';

describe('kindOf', () => {
  it.each([['WORKSPACE_ONLINE', 'good'], ['WORKSPACE_PROVISION_FAILED', 'bad'], ['DELEGATION_SENT', 'talk'], ['DELEGATION_COMPLETE', 'good'], ['AGENT_ASSIGNED', 'plain']])(
    '%s is %s', (type, expected) => {
      expect(kindOf(type)).toBe(expected);
    });
});
