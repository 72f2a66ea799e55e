// A company's own system pays: called in the form of Standard Webhooks, through the guard for outgoing calls, and asked by the reference whether it has.
import { signature } from '@leeward/webhook'
import type { Clock } from '../../../platform/clock.ts'
import type { Outgoing } from '../../../platform/outgoing/outgoing.ts'
import type { DueLine, Payer } from '../payer.ts'
import { entryInAnswer, foundInAnswer, outcomeOfAnswer } from './answers.ts'

export type WebhookPayer = { url: string; lookUp?: string | undefined; secret: string }

export function createWebhookPayer({ url, lookUp, secret }: WebhookPayer, outgoing: Outgoing, clock: Clock): Payer {
  const ask = (reference: string) => {
    const id = `look-up:${reference}`
    return outgoing((lookUp as string).replaceAll('{reference}', encodeURIComponent(reference)), { method: 'GET', headers: signed(secret, id, '') })
  }
  return {
    name: 'The webhook',
    means: ['webhook'],
    perSecond: 20,
    atOnce: 10,
    // What a receiver does with a key that it has seen is not known to us: it is asked before any repeat.
    keyLivesMs: null,
    graceMs: 10 * 60_000,
    shows: (line) => ({ method: 'POST', path: url, body: bodyOf(line) }),
    pay: async (line) => {
      const body = JSON.stringify({ type: line.takesBack ? 'payout.taken-back' : 'payout.granted', timestamp: clock().toISOString(), data: bodyOf(line) })
      return outcomeOfAnswer(
        await outgoing(url, {
          method: 'POST',
          headers: { ...signed(secret, line.key, body), 'idempotency-key': line.key, 'content-type': 'application/json' },
          body,
        }),
      )
    },
    find: async ({ reference }) =>
      lookUp ? foundInAnswer(await ask(reference), reference) : { kind: 'unknown', why: 'This webhook has no address for look-ups', person: true },
    test: async () => {
      const body = JSON.stringify({ type: 'payout.test', timestamp: clock().toISOString(), data: {} })
      const heard = await outgoing(url, {
        method: 'POST',
        headers: { ...signed(secret, `test:${clock().getTime()}`, body), 'content-type': 'application/json' },
        body,
      })
      if (heard.kind !== 'heard') return { ok: false, says: heard.why }
      return { ok: heard.status >= 200 && heard.status < 300, says: `It answered ${heard.status}.` }
    },
    looksUp: lookUp !== undefined,
    compares: lookUp === undefined ? [] : ['webhook'],
    entries: async (lines) =>
      (await Promise.all(lines.map(async ({ reference }) => entryInAnswer(await ask(reference), reference)))).filter((each) => each !== undefined),
    close: () => {},
  }
}

const bodyOf = ({ reference, amountMinor, currency, remedy, description, accountKey, crisis, takesBack, more }: DueLine): Record<string, unknown> => ({
  reference,
  amountMinor,
  currency,
  remedy,
  description,
  account: accountKey,
  crisis,
  takesBack,
  more,
})

function signed(secret: string, id: string, body: string): Record<string, string> {
  // The receiver's own clock judges it, so it is the time of the call itself.
  const seconds = Math.floor(Date.now() / 1_000)
  return { 'user-agent': 'Leeward', 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature(secret, id, seconds, body) }
}
