import { afterEach, describe, expect, it } from 'vitest';
import { forgetToken, keepToken, socketProtocols } from './token';

describe('the token of a socket', () => {
  afterEach(forgetToken);

  it('travels among the subprotocols, after the one that is chosen', () => {
    keepToken(' secret ');
    expect(socketProtocols()).toEqual(['molecule', 'bearer.secret']);
  });

  it('is not offered when there is none', () => {
    expect(socketProtocols()).toEqual([]);
  });
});
