import { describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { fillToken, quote, snippetsFor } from './snippets';

const connection = {
  workspaceId: '11111111-2222-4333-8444-555555555555', platformUrl: 'https://m.example', authToken: 'tok', curlTemplate: '', pythonSnippet: '',
};
const codeOf = (name: string, key: string) => snippetsFor({ ...connection, pythonSnippet: 'AUTH_TOKEN    = "<paste from create response>"' }, name)
  .find(snippet => snippet.key === key)?.code ?? '';

/** What a shell hands to curl as data, one entry each call. */
function dataOf(script: string): unknown[] {
  const printing = 'curl() { while [ $# -gt 0 ]; do [ "$1" = -d ] && printf "%s\\0" "$2"; shift; done; }\n';
  const printed = execFileSync('sh', ['-c', printing + script]).toString();
  return printed.split('\0').filter(part => part !== '').map(part => JSON.parse(part) as unknown);
}

describe('snippets', () => {
  it('python_only_when_the_server_has_one', () => {
    expect(snippetsFor(connection, 'n').map(snippet => snippet.key)).toEqual(['curl', 'csharp']);
    expect(snippetsFor({ ...connection, pythonSnippet: 'x' }, 'n').map(snippet => snippet.key)).toEqual(['curl', 'python', 'csharp']);
  });
  it('token_is_filled_into_the_servers_gaps', () => {
    expect(codeOf('n', 'python')).toBe('AUTH_TOKEN    = "tok"');
    expect(fillToken('WORKSPACE_AUTH_TOKEN="<paste from create response>"', 'a$&b')).toBe('WORKSPACE_AUTH_TOKEN="a$&b"');
  });
  it.each(['plain', "Anna's helper", 'quo"te', 'back\\slash', '$(rm -rf /)', 'Größe ✓'])('shell_hands_over_the_name_%s', name => {
    const [register, heartbeat] = dataOf(codeOf(name, 'curl'));
    expect(register).toMatchObject({ id: connection.workspaceId, url: 'http://localhost:9000', agent_card: { name } });
    expect(heartbeat).toMatchObject({ workspace_id: connection.workspaceId });
  });
  it('quote_leaves_nothing_to_the_shell', () => {
    expect(quote("a'b$c")).toBe(String.raw`'a'\''b$c'`);
  });
  it('csharp_names_are_literals', () => {
    expect(codeOf('quo"te', 'csharp')).toContain(String.raw`["name"] = "quo\"te"`);
  });
});
