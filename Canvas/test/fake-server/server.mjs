// A server small enough to read in one go, for looking at the canvas without building the real one. It keeps everything in memory.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

export function createFakeServer({ dist, demo = true }) {
  const workspaces = new Map();
  const activity = new Map();
  const log = [];
  const sockets = new Set();
  const timers = new Set();
  let seq = 0;
  let demoRunning = false;

  const publish = (event, workspaceId, payload, kept = true) => {
    const frame = { event, workspace_id: workspaceId, timestamp: new Date().toISOString(), payload, seq: ++seq };
    log.push({ ...frame, kept });
    for (const socket of sockets) socket.send(JSON.stringify(frame));
  };

  const addActivity = (id, row) => {
    const full = { id: randomUUID(), workspace_id: id, source_id: null, target_id: id, error_detail: null, duration_ms: null, status: 'ok',
      created_at: new Date().toISOString(), ...row };
    activity.set(id, [full, ...(activity.get(id) ?? [])].slice(0, 500));
    const { activity_type, method, summary, status, source_id, target_id, duration_ms } = full;
    publish('ACTIVITY_LOGGED', id, { activity_type, method, summary, status, source_id, target_id, duration_ms }, false);
  };

  const create = body => {
    const id = body.id ?? randomUUID();
    const row = {
      id, name: body.name, role: body.role ?? null, tier: body.tier ?? 3, status: body.status ?? 'provisioning', agent_card: body.agent_card ?? null,
      url: '', parent_id: body.parent_id ?? null, active_tasks: 0, max_concurrent_tasks: 1, last_error_rate: 0, last_sample_error: '',
      uptime_seconds: 0, current_task: '', runtime: body.runtime ?? 'langgraph', workspace_dir: null, monthly_spend: 0, budget_limit: null,
      x: body.canvas?.x ?? 0, y: body.canvas?.y ?? 0, collapsed: false,
    };
    workspaces.set(id, row);
    publish('WORKSPACE_PROVISIONING', id, { name: row.name, tier: row.tier, runtime: row.runtime });
    return row;
  };

  const later = (ms, work) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  const startDemo = () => {
    demoRunning = true;
    const lead = create({ name: 'Product lead', role: 'Splits goals into tasks and keeps the team honest', runtime: 'demo', tier: 3 });
    const crew = [
      ['Researcher', 'Finds sources and checks them', ['search', 'summarise', 'cite']],
      ['Writer', 'Drafts, edits and tells it well', ['draft', 'edit']],
      ['Developer', 'Builds what the plan says', ['csharp', 'typescript', 'review', 'debug', 'deploy']],
      ['Reviewer', 'Says what is wrong before users do', ['review', 'test']],
    ].map(([name, role, skills]) => create({ name, role, runtime: 'demo', tier: 2, parent_id: lead.id, agent_card: { name, skills: skills.map(id => ({ id, name: id })) } }));
    const all = [lead, ...crew];
    all.forEach((row, index) => later(400 + index * 250, () => {
      row.status = 'online';
      publish('WORKSPACE_ONLINE', row.id, { url: 'http://127.0.0.1:1', agent_card: row.agent_card });
    }));
    let round = 0;
    const talk = () => {
      if (!demoRunning) return;
      const peer = crew[round++ % crew.length];
      const delegation = randomUUID();
      const task = `Step ${round}: ${peer.role.toLowerCase()}`;
      publish('DELEGATION_SENT', lead.id, { delegation_id: delegation, target_id: peer.id, task_preview: task });
      peer.current_task = task;
      peer.active_tasks = 1;
      publish('TASK_UPDATED', peer.id, { current_task: task, active_tasks: 1 }, false);
      later(1800, () => {
        peer.current_task = '';
        peer.active_tasks = 0;
        publish('TASK_UPDATED', peer.id, { current_task: '', active_tasks: 0 }, false);
        addActivity(peer.id, { activity_type: 'a2a_receive', method: 'message/send', summary: `message/send → ${peer.name}`, source_id: lead.id, duration_ms: 1700 });
        publish('DELEGATION_COMPLETE', lead.id, { delegation_id: delegation, target_id: peer.id, response_preview: `${peer.name} is done with step ${round}` });
      });
      if (round % 3 === 0) {
        const other = crew[round % crew.length];
        addActivity(other.id, { activity_type: 'a2a_receive', method: 'message/send', summary: `message/send → ${other.name}`, source_id: peer.id, duration_ms: 240 });
      }
      later(2600, talk);
    };
    later(2500, talk);
    const beat = () => {
      for (const row of all) {
        row.uptime_seconds += 5;
        publish('WORKSPACE_HEARTBEAT', row.id, { active_tasks: row.active_tasks, uptime_seconds: row.uptime_seconds }, false);
      }
      later(5000, beat);
    };
    later(3000, beat);
  };

  const descendants = id => [...workspaces.values()].filter(row => row.parent_id === id).flatMap(row => [row.id, ...descendants(row.id)]);

  const routes = [
    ['GET', /^\/workspaces$/, () => [200, [...workspaces.values()]]],
    ['POST', /^\/workspaces$/, (_, body, base) => {
      const external = body.external === true || body.runtime === 'external';
      const row = create({ ...body, runtime: external ? 'external' : body.runtime });
      if (!external) return [201, { id: row.id, status: 'provisioning' }];
      row.status = 'awaiting_agent';
      publish('WORKSPACE_AWAITING_AGENT', row.id, { name: row.name, external: true });
      return [201, { id: row.id, external: true, status: 'awaiting_agent', connection: {
        workspace_id: row.id, platform_url: base, auth_token: 'fake-token-abcdefghijklmnopqrstuvwxyz0123456', registry_endpoint: `${base}/registry/register`,
        heartbeat_endpoint: `${base}/registry/heartbeat`, curl_register_template: 'WORKSPACE_AUTH_TOKEN="<paste from create response>"',
        python_snippet: 'AUTH_TOKEN    = "<paste from create response>"\nprint("hello")\n',
      } }];
    }],
    ['PATCH', /^\/workspaces\/([^/]+)$/, (id, body) => {
      const row = workspaces.get(id);
      if (row === undefined) return [404, { error: 'workspace not found' }];
      if (body.name === 'refuse') return [400, { error: 'name contains invalid characters' }];
      Object.assign(row, body);
      return [200, { status: 'updated' }];
    }],
    ['DELETE', /^\/workspaces\/([^/?]+)/, id => {
      const below = descendants(id);
      for (const each of [...below, id]) {
        workspaces.delete(each);
        publish('WORKSPACE_REMOVED', each, each === id ? { cascade_deleted: below.length } : {});
      }
      if (workspaces.size === 0) demoRunning = false;
      return [200, { status: 'removed', cascade_deleted: below.length }];
    }],
    ['POST', /^\/workspaces\/([^/]+)\/a2a$/, async (id, body) => {
      const row = workspaces.get(id);
      if (row === undefined) return [404, { error: 'workspace not found' }];
      const words = body.params?.message?.parts?.[0]?.text ?? '';
      if (words === 'queue') return [202, { queued: true, queue_id: randomUUID(), queue_depth: 2, message: 'workspace agent busy' }];
      if (words === 'budget') return [402, { error: 'workspace budget limit exceeded' }];
      if (words === 'fail') return [502, { error: 'failed to reach workspace agent' }];
      await new Promise(resolve => setTimeout(resolve, 900));
      const reply = { jsonrpc: '2.0', id: body.id, result: { kind: 'message', role: 'agent', messageId: randomUUID(), parts: [{ kind: 'text', text: `${row.name} heard: ${words}` }] } };
      addActivity(id, { activity_type: 'a2a_receive', method: 'message/send', summary: `message/send → ${row.name}`, duration_ms: 900, request_body: body, response_body: reply });
      publish('A2A_RESPONSE', id, { response_body: reply, method: 'message/send', duration_ms: 900 }, false);
      return [200, reply];
    }],
    ['POST', /^\/workspaces\/([^/]+)\/tokens$/, id => [201, { auth_token: 'fake-token-second', workspace_id: id, message: '' }]],
    ['POST', /^\/workspaces\/([^/]+)\/(pause|resume|restart|hibernate)$/, id => {
      const row = workspaces.get(id);
      if (row === undefined) return [404, { error: 'workspace not found' }];
      row.status = row.status === 'paused' ? 'online' : 'paused';
      publish(row.status === 'paused' ? 'WORKSPACE_PAUSED' : 'WORKSPACE_ONLINE', id, { name: row.name });
      return [200, { status: row.status }];
    }],
    ['GET', /^\/workspaces\/([^/]+)\/activity/, (id, _, __, url) => {
      let rows = activity.get(id) ?? [];
      const source = url.searchParams.get('source');
      if (url.searchParams.get('type')) rows = rows.filter(row => row.activity_type === url.searchParams.get('type'));
      if (source === 'canvas') rows = rows.filter(row => row.source_id === null);
      return [200, rows.slice(0, Number(url.searchParams.get('limit') ?? 100))];
    }],
    ['GET', /^\/events\/([^/]+)$/, id => [200, log.filter(frame => frame.kept && frame.workspace_id === id).reverse().slice(0, 100)
      .map(frame => ({ id: String(frame.seq), event_type: frame.event, workspace_id: id, payload: frame.payload, created_at: frame.timestamp }))]],
    ['GET', /^\/registry\/([^/]+)\/peers$/, id => {
      const row = workspaces.get(id);
      return [200, [...workspaces.values()].filter(other => other.id !== id && (other.parent_id === row?.parent_id || other.parent_id === id || other.id === row?.parent_id))];
    }],
    ['POST', /^\/registry\/register$/, (_, body) => {
      const row = workspaces.get(body.id);
      if (row === undefined) return [404, { error: 'workspace not found' }];
      Object.assign(row, { status: 'online', url: body.url, agent_card: body.agent_card });
      publish('WORKSPACE_ONLINE', row.id, { url: row.url, agent_card: row.agent_card });
      return [200, { status: 'registered' }];
    }],
    ['POST', /^\/registry\/heartbeat$/, () => [200, { status: 'ok' }]],
    ['GET', /^\/canvas\/viewport$/, () => [200, { x: 0, y: 0, zoom: 1 }]],
    ['PUT', /^\/canvas\/viewport$/, () => [200, { status: 'saved' }]],
    ['GET', /^\/openapi\/v1.json$/, () => [200, { paths: Object.fromEntries(['restart', 'pause', 'resume', 'hibernate']
      .map(action => [`/workspaces/{id}/${action}`, { post: {} }])) }]],
    ['GET', /^\/demo$/, () => demo ? [200, { available: true, running: demoRunning }] : [404, { error: 'not found' }]],
    ['POST', /^\/demo$/, () => {
      if (!demoRunning) startDemo();
      return [200, { available: true, running: true }];
    }],
    ['DELETE', /^\/demo$/, () => {
      demoRunning = false;
      for (const row of [...workspaces.values()].filter(each => each.runtime === 'demo')) {
        workspaces.delete(row.id);
        publish('WORKSPACE_REMOVED', row.id, {});
      }
      return [200, { available: true, running: false }];
    }],
  ];

  const http = createServer(async (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`);
    for (const [method, pattern, handle] of routes) {
      const match = request.method === method ? pattern.exec(url.pathname) : null;
      if (match === null) continue;
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      const [status, body] = await handle(match[1], text === '' ? {} : JSON.parse(text), url.origin, url);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      return;
    }
    const path = url.pathname === '/' ? '/index.html' : normalize(url.pathname);
    try {
      const body = await readFile(join(dist, path));
      response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end('not found');
    }
  });

  const live = new WebSocketServer({ server: http, path: '/ws' });
  live.on('connection', (socket, request) => {
    const since = new URL(request.url, 'http://x').searchParams.get('since');
    if (since !== null) for (const { kept, ...frame } of log.filter(frame => frame.seq > Number(since))) socket.send(JSON.stringify(frame), () => kept);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  return {
    workspaces, publish, create, addActivity, startDemo,
    listen: port => new Promise(resolve => http.listen(port, '127.0.0.1', () => resolve(http.address().port))),
    cutSockets: () => [...sockets].forEach(socket => socket.terminate()),
    close: () => {
      timers.forEach(clearTimeout);
      sockets.forEach(socket => socket.terminate());
      return new Promise(resolve => http.close(resolve));
    },
  };
}
