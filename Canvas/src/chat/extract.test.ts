import { describe, expect, it } from 'vitest';
import { contentOf, errorOf, requestContent } from './extract';

const textPart = (words: string) => ({ kind: 'text', text: words });

describe('contentOf', () => {
  it.each([
    ['plain string', { result: 'hello' }, 'hello'],
    ['parts by kind', { result: { parts: [textPart('a'), textPart('b')] } }, 'a\nb'],
    ['parts by type', { result: { parts: [{ type: 'text', text: 'a' }] } }, 'a'],
    ['nested root', { result: { parts: [{ root: { text: 'a' } }] } }, 'a'],
    ['artifacts', { result: { artifacts: [{ parts: [textPart('a')] }, { parts: [textPart('b')] }] } }, 'a\nb'],
    ['status message', { result: { status: { message: { parts: [textPart('a')] } } } }, 'a'],
    ['message', { result: { message: { parts: [textPart('a')] } } }, 'a'],
    ['everywhere', { result: { parts: [textPart('a')], artifacts: [{ parts: [textPart('b')] }], status: { message: { parts: [textPart('c')] } } } }, 'a\nb\nc'],
    ['task', { result: { task: 'later' } }, 'later'],
    ['raw', { raw: 'not json' }, 'not json'],
    ['nothing', null, ''],
    ['data part', { result: { parts: [{ kind: 'data', data: {} }] } }, ''],
  ])('%s', (_, body, expected) => {
    expect(contentOf(body).text).toBe(expected);
  });
  it('files_need_an_address_and_get_a_name', () => {
    expect(contentOf({ result: { parts: [
      { kind: 'file', file: { uri: 'workspace:/a/b.txt' } }, { kind: 'file', file: { name: 'x' } }, { kind: 'file', file: { name: 'n', uri: 'u' } },
    ] } }).files).toEqual([{ uri: 'workspace:/a/b.txt', name: 'b.txt' }, { uri: 'u', name: 'n' }]);
  });
  it('request_words', () => {
    expect(requestContent({ params: { message: { parts: [textPart('hi')] } } }).text).toBe('hi');
  });
  it.each([[{ error: 'x' }, 'x'], [{ error: { code: -32601, message: 'no method' } }, 'no method'], [{ error: { code: 5 } }, 'the agent answered with error 5'], [{}, null], ['x', null]])(
    'errorOf %j', (body, expected) => {
      expect(errorOf(body)).toBe(expected);
    });
});
