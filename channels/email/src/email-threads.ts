// The same channel over threads: each has its share of the connections. One that dies takes no answer with it that it had given; what it had in hand is unknown.
import { Worker } from 'node:worker_threads'
import type { Channel, Message, Outcome } from './email.ts'

type Thread = { worker: Worker; waiting: Map<number, (outcome: Outcome) => void> }

/** As `createEmail`, over `threads` threads, at most one for each connection. A thread starts with its first mail, and anew where it died. */
export function createEmailThreads(url: string, connections: number, { threads = 2, patience = 10_000 } = {}): Channel {
  const most = Math.max(1, Math.min(threads, connections))
  const pool = new Map<number, Thread>()
  let nth = 0

  function threadOf(place: number): Thread {
    const known = pool.get(place)
    if (known) return known
    const share = Math.floor(connections / most) + (place < connections % most ? 1 : 0)
    const worker = new Worker(new URL('./email.worker.ts', import.meta.url), { workerData: { url, connections: share, patience } })
    const thread: Thread = { worker, waiting: new Map() }
    const gone = (why: string) => {
      if (pool.get(place) === thread) pool.delete(place)
      for (const told of thread.waiting.values()) told({ state: 'unknown', answer: `the thread that sent it ended: ${why}`.slice(0, 500), provider: true })
      thread.waiting.clear()
    }
    worker.on('message', ({ nth: of, outcome }: { nth: number; outcome: Outcome }) => {
      const told = thread.waiting.get(of)
      thread.waiting.delete(of)
      told?.(outcome)
    })
    worker.on('error', (error) => gone(String(error)))
    worker.on('exit', (code) => gone(`code ${code}`))
    worker.unref()
    pool.set(place, thread)
    return thread
  }

  return {
    name: 'email',
    send: (message: Message) =>
      new Promise<Outcome>((told, failed) => {
        nth += 1
        const { worker, waiting } = threadOf(nth % most)
        waiting.set(nth, told)
        try {
          worker.postMessage({ nth, message })
        } catch (error) {
          // What cannot be handed to a thread cannot be sent: that is this mail's fault.
          waiting.delete(nth)
          failed(error as Error)
        }
      }),
    close: async () => {
      const ended = [...pool.values()].map(({ worker }) => new Promise((done) => worker.once('exit', done)))
      for (const { worker } of pool.values()) worker.postMessage('close')
      await Promise.all(ended)
    },
  }
}
