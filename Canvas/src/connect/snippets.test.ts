import { describe, expect, it, vi } from 'vitest';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { quote, snippetsFor } from './snippets';

const connection = {
  workspaceId: '11111111-2222-4333-8444-555555555555', platformUrl: 'https://m.example', authToken: 'tok',
};
const codeOf = (name: string, key: string, to = connection) => snippetsFor(to, name).find(snippet => snippet.key === key)?.code ?? '';

/** What a shell hands to curl as data, one entry each call. */
function dataOf(script: string): unknown[] {
  const printing = 'curl() { while [ $# -gt 0 ]; do [ "$1" = -d ] && printf "%s\\0" "$2"; shift; done; }\n';
  const printed = execFileSync('sh', ['-c', printing + script]).toString();
  return printed.split('\0').filter(part => part !== '').map(part => JSON.parse(part) as unknown);
}

describe('snippets', () => {
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
  it('csharp_goes_on_beating_when_the_platform_is_away', () => {
    expect(codeOf('n', 'csharp')).toMatch(/catch \(Exception error\) when \(error is HttpRequestException or TaskCanceledException\)\s+\{\s+Console[^\n]*\s+beats = 0;/);
  });
  it('agents_listen_where_their_address_says_and_nowhere_else', () => {
    expect([codeOf('n', 'python').includes('ThreadingHTTPServer(("localhost", AGENT_PORT)'), codeOf('n', 'csharp').includes('app.Urls.Add(listen)')])
      .toEqual([true, true]);
  });
  it.runIf(spawnSync('python3', ['--version']).status === 0)('python_outlives_a_platform_that_is_away_and_registers_again', async () => {
    const asked: string[] = [];
    const platform = createServer((request, response) => {
      asked.push(request.url ?? '');
      // Away at first, and once more at the first heartbeat.
      if (asked.length === 1) request.socket.destroy();
      else response.writeHead(asked.length === 3 ? 503 : 200, { 'Content-Type': 'application/json' }).end('{}');
    });
    await new Promise<void>(listening => {
      platform.listen(0, '127.0.0.1', listening);
    });
    const platformUrl = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
    const hasty = codeOf('quo"te', 'python', { ...connection, platformUrl }).replace('sleep(30)', 'sleep(0.01)').replace('AGENT_PORT = 9000', 'AGENT_PORT = 0');
    const agent = spawn('python3', ['-c', hasty]);
    try {
      await vi.waitFor(() => expect(asked.filter(path => path === '/registry/heartbeat').length).toBeGreaterThan(12), 30_000);
    } finally {
      agent.kill();
      platform.close();
    }
    const paths = asked.map(path => path.replace('/registry/', ''));
    expect(paths.slice(0, 6)).toEqual(['register', 'register', 'heartbeat', 'register', 'heartbeat', 'heartbeat']);
    expect(paths.slice(14, 16)).toEqual(['register', 'heartbeat']);
  }, 40_000);
});
