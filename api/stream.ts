import type { Request, Response } from 'express';

/** What changed; a screen that shows it asks for it again. */
export type Topic = 'tasks' | 'application' | 'processInstance' | 'deposits' | 'log' | 'models' | 'allocations' | 'engine';

export interface Stream {
  /** Tells every open screen. `id` names which one; without it, any. */
  publish(topic: Topic, id?: string): void;
  /** Answers a request with server-sent events until it ends. */
  attach(request: Request, response: Response): void;
  close(): void;
}

const heartbeatMs = 15_000;
/** Several changes of one step become one message. */
const gatherMs = 50;

export function createStream(): Stream {
  const open = new Set<Response>();
  const waiting = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
  heartbeat.unref();

  function write(text: string): void {
    for (const response of open) response.write(text);
  }

  function send(): void {
    timer = undefined;
    const text = [...waiting.values()].map((data) => `data: ${data}\n\n`).join('');
    waiting.clear();
    write(text);
  }

  return {
    publish(topic, id) {
      waiting.set(`${topic}/${id ?? ''}`, JSON.stringify({ topic, ...(id ? { id } : {}) }));
      timer ??= setTimeout(send, gatherMs);
    },
    attach(request, response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      response.write('retry: 1000\n\n');
      open.add(response);
      request.on('close', () => open.delete(response));
    },
    close() {
      clearInterval(heartbeat);
      clearTimeout(timer);
      for (const response of open) response.end();
      open.clear();
    },
  };
}
