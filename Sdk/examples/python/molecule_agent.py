"""A Molecule agent with nothing but Python's standard library (3.9 or newer).

    from molecule_agent import Agent
    Agent.from_environment().run(lambda text, agent: "You said: " + text)

It registers, keeps an issued token in a file of its user, sends heartbeats, answers A2A messages once each, and can talk to its peers.
"""

import collections
import json
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MAX_BODY = 1024 * 1024


class Agent:
    def __init__(self, platform, workspace_id, token=None, token_file=None, name=None, reported_url=None, heartbeat=30.0, port=0):
        self.platform = platform.rstrip("/")
        self.workspace_id = str(uuid.UUID(workspace_id))
        self.token_file = Path(token_file or Path.home() / ".molecule" / self.workspace_id / ".auth_token")
        self.token = token or self._stored_token()
        self.card = {"name": name or "remote-agent-" + self.workspace_id[:8]}
        self.reported_url, self.heartbeat, self.port = reported_url, heartbeat, port
        self.current_task, self.active, self.paused = "", 0, False
        self._started, self._lock = time.monotonic(), threading.Lock()
        self._stop, self._wake = threading.Event(), threading.Event()
        self._answers = collections.OrderedDict()  # message id -> [done, answer], so that a repeat gets the first result

    @classmethod
    def from_environment(cls):
        if not (workspace := os.environ.get("MOLECULE_WORKSPACE_ID")):
            raise SystemExit("MOLECULE_WORKSPACE_ID is not set: create a workspace (runtime external) and set it to the id.")
        return cls(
            os.environ.get("MOLECULE_PLATFORM_URL", "http://localhost:8080"), workspace,
            token=os.environ.get("MOLECULE_WORKSPACE_TOKEN"), token_file=os.environ.get("MOLECULE_TOKEN_FILE"),
            name=os.environ.get("MOLECULE_AGENT_NAME"), reported_url=os.environ.get("MOLECULE_REPORTED_URL"),
            heartbeat=float(os.environ.get("MOLECULE_HEARTBEAT_SECONDS", "30")),
            port=urllib.parse.urlsplit(os.environ.get("MOLECULE_LISTEN_URL", "")).port or 0)

    def run(self, handler):
        """Joins and answers messages with handler(text, agent) until the workspace is deleted or the process is told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop())
        server = _server(self, handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = self.reported_url or "http://localhost:%d/" % server.server_port
        try:
            if self._join():
                self._stay()
        finally:
            server.shutdown()

    def stop(self):
        self._stop.set()
        self._wake.set()

    def report(self, task):
        """Shows what the agent is doing now."""
        self.current_task = task[:100]
        self._wake.set()

    def send(self, workspace_id, text, message_id=None):
        """Sends text to a peer. Returns (HTTP status, JSON answer); 202 means that the platform keeps and delivers it. Status 0: no answer."""
        message = {"role": "user", "messageId": message_id or str(uuid.uuid4()), "parts": [{"kind": "text", "text": text}]}
        call = {"jsonrpc": "2.0", "id": str(uuid.uuid4()), "method": "message/send", "params": {"message": message}}
        return self._call("POST", "/workspaces/%s/a2a" % workspace_id, call, timeout=1800)

    def peers(self):
        status, peers = self._call("GET", "/registry/%s/peers" % self.workspace_id)
        return peers if status == 200 else []

    # -- staying alive ---------------------------------------------------------------------------------------------------------------

    def _join(self):
        wait = 1.0
        while not self._stop.is_set():
            status, answer = self._call("POST", "/registry/register", {"id": self.workspace_id, "url": self.url, "agent_card": self.card})
            if status == 200:
                if answer.get("auth_token"):
                    self._keep_token(answer["auth_token"])
                print("Joined %s as %s; messages arrive at %s" % (self.platform, self.card["name"], self.url), flush=True)
                return True
            if status not in (0, 429) and status < 500:
                raise SystemExit("The platform refused this agent (%d: %s). Token file: %s" % (status, answer.get("error"), self.token_file))
            self._stop.wait(wait * random.uniform(0.5, 1.0))
            wait = min(wait * 2, self.heartbeat)
        return False

    def _stay(self):
        while not self._stop.is_set():
            self._call("POST", "/registry/heartbeat", {
                "workspace_id": self.workspace_id, "current_task": self.current_task, "active_tasks": self.active,
                "error_rate": 0, "sample_error": "", "uptime_seconds": int(time.monotonic() - self._started)})
            status, state = self._call("GET", "/workspaces/%s/state" % self.workspace_id)
            if status == 404:
                print("The workspace was deleted.", flush=True)
                return
            if status == 200:
                self.paused = state.get("paused", False)
                if state.get("status") == "awaiting_agent":
                    self._join()
            self._wake.wait(self.heartbeat * random.uniform(0.9, 1.1))
            self._wake.clear()

    # -- answering -------------------------------------------------------------------------------------------------------------------

    def answer(self, message, handler):
        """The answer to one message as a JSON-RPC result or error member; work is done once for each messageId."""
        message_id = message.get("messageId") or str(uuid.uuid4())
        with self._lock:
            entry = self._answers.get(message_id)
            first = entry is None
            if first:
                entry = self._answers[message_id] = [threading.Event(), None]
                for old in [key for key, (done, _) in self._answers.items() if done.is_set()][:max(0, len(self._answers) - 1024)]:
                    del self._answers[old]
                self.active += 1
        if first:
            self._work(message, handler, entry)
        entry[0].wait()
        return entry[1]

    def _work(self, message, handler, entry):
        text = "\n".join(part["text"] for part in message.get("parts", [])
                         if part.get("kind", part.get("type", "text")) == "text" and isinstance(part.get("text"), str))
        try:
            self.report(text)
            reply = {"kind": "message", "role": "agent", "messageId": str(uuid.uuid4()),
                     "parts": [{"kind": "text", "text": str(handler(text, self))}]}
            entry[1] = {"result": reply}
        except Exception as error:  # the handler is the user's: whatever it raises is an answer, not the end of the agent
            print("The handler failed: %r" % error, flush=True)
            entry[1] = {"error": {"code": -32603, "message": "The agent failed to handle the message"}}
        finally:
            with self._lock:
                self.active -= 1
            entry[0].set()
            self.report("")

    # -- the platform ----------------------------------------------------------------------------------------------------------------

    def _call(self, method, path, body=None, timeout=10):
        status, answer = self._try(method, path, body, timeout)
        if status == 401 and (stored := self._stored_token()) not in (None, self.token):
            self.token = stored  # the platform rotated it
            status, answer = self._try(method, path, body, timeout)
        return status, answer

    def _try(self, method, path, body, timeout):
        headers = {"Content-Type": "application/json", "X-Workspace-ID": self.workspace_id}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.platform + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return response.status, _parse(response.read())
        except urllib.error.HTTPError as refusal:
            return refusal.code, _parse(refusal.read())
        except OSError as error:
            return 0, {"error": str(error)}

    def _stored_token(self):
        try:
            return self.token_file.read_text().strip() or None
        except FileNotFoundError:
            return None

    def _keep_token(self, token):
        self.token = token
        self.token_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.token_file.with_name(self.token_file.name + "." + uuid.uuid4().hex)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token)
        os.replace(draft, self.token_file)


def _parse(raw):
    try:
        return json.loads(raw or b"{}")
    except ValueError:
        return {}


def _server(agent, handler):
    class Inbox(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            if self.headers.get("Origin") or "json" not in (self.headers.get("Content-Type") or ""):
                return self._say(403, {"error": "agents are not called from web pages"})
            if length > MAX_BODY:
                return self._say(413, {"error": "request body too large"})
            self._say(*self._answer(self.rfile.read(length)))

        def _answer(self, raw):
            try:
                call = json.loads(raw)
            except ValueError:
                return 200, _error(None, -32700, "Parse error: the body is not JSON")
            if not isinstance(call, dict) or not isinstance(call.get("method"), str):
                return 200, _error(None, -32600, "Invalid request: method is missing")
            if call["method"] != "message/send":
                return 200, _error(call.get("id"), -32601, "Method not found: " + call["method"][:100])
            message = (call.get("params") or {}).get("message")
            if not isinstance(message, dict):
                return 200, _error(call.get("id"), -32602, "Invalid params: params.message is missing")
            if agent.paused:
                return 503, {"error": "the agent takes no work at the moment"}
            return 200, {"jsonrpc": "2.0", "id": call.get("id"), **agent.answer(message, handler)}

        def _say(self, status, document):
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status >= 400:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return ThreadingHTTPServer(("127.0.0.1", agent.port), Inbox)


def _error(call_id, code, message):
    return {"jsonrpc": "2.0", "id": call_id, "error": {"code": code, "message": message}}
