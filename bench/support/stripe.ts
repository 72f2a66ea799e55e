// Starts a server that behaves like Stripe in a process of its own, and reads its book.
import { type ChildProcess, fork } from 'node:child_process'
import type { BookLine } from './stripe-ledger.ts'
import type { StripeSettings } from './stripe-server.ts'

/** What Stripe would send to a webhook. */
export type StripeEvent = { id: string; type: string; data: { object: Record<string, unknown> } }
const reportOf = (message: unknown): StripeEvent | undefined => (message as { report?: StripeEvent }).report

export type Stripeling = Awaited<ReturnType<typeof stripeling>>

/** `url`: what LEEWARD_STRIPE_URL is to be; `query`: its rate, time-outs and grace. */
export async function stripeling(settings: Partial<StripeSettings>, query: Record<string, number>) {
  const child: ChildProcess = fork(new URL('./stripe-server.ts', import.meta.url).pathname, [JSON.stringify(settings)])
  const said = () =>
    new Promise<Record<string, unknown>>((heard) => {
      const listen = (message: unknown) => {
        if (reportOf(message)) return
        child.off('message', listen)
        heard(message as Record<string, unknown>)
      }
      child.on('message', listen)
    })
  const ask = (what: object) => {
    const answer = said()
    child.send(what)
    return answer
  }
  const { port } = await said()
  return {
    url: `http://127.0.0.1:${port}/?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
    book: async () => (await ask({ ask: 'book' })) as { book: BookLine[]; counts: Record<string, number> },
    mend: () => ask({ ask: 'mend' }),
    bar: (status: number) => ask({ ask: 'bar', status }),
    /** Whatever it reports, in the order in which it does. */
    reports: (hear: (event: StripeEvent) => void) =>
      child.on('message', (message) => {
        const event = reportOf(message)
        if (event) hear(event)
      }),
    failRefund: (id: string) => ask({ ask: 'fail-refund', id }),
    close: () => child.kill('SIGKILL'),
  }
}
