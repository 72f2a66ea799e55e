// Sends what is planned: claim a batch for the provider that is well, keep its lanes full, store each outcome.
import { randomUUID } from 'node:crypto'
import type { Channel } from '@leeward/email'
import type { Deps } from '../../deps.ts'
import { isAway } from '../../platform/events/append.ts'
import { noteAnswers, trustOf } from './providers.store.ts'
import { type Claimed, claim, hold, noteSettled, type Outcome, type Places, release, turn } from './deliveries.store.ts'
import { heldBack } from './hold-back.ts'
import { mailsOf } from './mail.batch.ts'
import { asksForLess, nextTry } from './pace.ts'
import { forgetPaces, slowDown, takeNow } from './pace.store.ts'
import { pump } from './pump.ts'
import { recover } from './recover.store.ts'

/** One who carries mails: `name` is how its health and its rate are known to all nodes. */
export type Provider = { name: string; channel: Channel; connections: number; perSecond?: number }
/** Practice has a sender of its own that leads nowhere: the live ones are out of its reach. `pause` waits where a rate says so; without it the work ends there. */
export type Senders = { live: Provider[]; practice: Channel; pause?: (ms: number, signal: AbortSignal) => Promise<void> }

/** A batch is what about two seconds take: whoever is more urgent, or was planned meanwhile, never waits longer for a place in the next one. */
const [leastBatch, mostBatch, batchSeconds] = [40, 400, 2]
const mostAttempts = 6
const beat = 4_000

/** Works until nothing is planned any more, no provider is well, or it is asked to stop; then what is only claimed is given back. */
export async function deliverPlanned(deps: Deps, senders: Senders, signal: AbortSignal): Promise<number> {
  const rehearsal: Provider = { name: 'practice', channel: senders.practice, connections: 10 }
  const sofar: Sofar = { places: new Map(), size: 100 }
  let sent = 0
  await forgetPaces(deps.db, deps.clock())
  for (let batches = 1, more = true; more && !signal.aborted; batches += 1) {
    const found = await recover(deps.db, deps.clock())
    const back = found.due + found.freed + found.resent
    more = back + found.cancelled > 0
    // What came back, and whoever joined, may stand before the place where we are.
    if (back > 0 || batches % 50 === 0) sofar.places.clear()
    for (const practice of [false, true]) {
      const some = await deliverSome(deps, practice ? [rehearsal] : senders.live, practice, sofar, senders, signal)
      sent += some.sent
      more ||= some.moved
    }
  }
  return sent
}

/** Where the work stands: the places reached in each dispatch, and how many mails the next batch takes. */
type Sofar = { places: Places; size: number }

/** One batch. `moved`: whether anything was done, so that it is worth asking again. */
async function deliverSome(deps: Deps, providers: Provider[], practice: boolean, sofar: Sofar, senders: Senders, signal: AbortSignal) {
  const { db, clock } = deps
  const { places } = sofar
  const names = providers.map(({ name }) => name)
  const trust = await trustOf(db, names, clock())
  const provider = providers.find(({ name }) => trust.get(name) !== 'none')
  if (!provider) return { sent: 0, moved: false }
  const owner = randomUUID()
  const limit =
    trust.get(provider.name) === 'one' ? 1 : Math.min(sofar.size, provider.perSecond ? Math.max(1, Math.ceil(provider.perSecond * batchSeconds)) : mostBatch)
  const { rows, ended } = await claim(db, { channel: 'email', practice, owner, now: clock(), limit, places })
  if (rows.length === 0) {
    // At the end: once more from the beginning.
    const again = places.size > 0
    places.clear()
    return { sent: 0, moved: ended > 0 || again }
  }
  const held = await heldBack(db, rows, clock())
  if (held.length > 0) await hold(db, owner, held, clock())
  const waiting = new Set(held.map(({ id }) => id))
  const began = clock().getTime()
  const sent = await sendBatch(
    deps,
    provider,
    owner,
    rows.filter(({ id }) => !waiting.has(id)),
    senders,
    signal,
  )
  if (sent >= leastBatch)
    sofar.size = Math.round(Math.min(mostBatch, Math.max(leastBatch, (sent / Math.max(0.05, (clock().getTime() - began) / 1_000)) * batchSeconds)))
  // Where nothing was sent, nothing is behind us.
  for (const { updateId, priority, id } of sent > 0 ? rows : []) {
    const at = places.get(updateId)
    if (!at || priority > at.priority || (priority === at.priority && id > at.id)) places.set(updateId, { priority, id })
  }
  return { sent, moved: sent + held.length + ended > 0 }
}

async function sendBatch(deps: Deps, provider: Provider, owner: string, batch: Claimed[], { pause }: Senders, signal: AbortSignal): Promise<number> {
  const { db, clock, metrics } = deps
  const mails = await mailsOf(deps, batch)
  let sent = 0
  let off = false
  const began = clock().getTime()
  let kept = began
  let told = began
  const settled = new Map<string, number>()
  const tellSettled = async () => {
    told = clock().getTime()
    if (settled.size > 0) await noteSettled(db, 'email', settled, clock())
    settled.clear()
  }

  const exchange = async (said: Said[], begin: Claimed[], keep: Claimed[]): Promise<Claimed[]> => {
    const outcomes = said.map(({ outcome }) => outcome)
    const granted = await grant(begin.length)
    // Leases are kept now and then: each time would write every waiting row anew.
    const keeping = clock().getTime() - kept >= beat
    if (keeping) kept = clock().getTime()
    const { begun, settled: ended } = await turn(deps, {
      provider: provider.name,
      owner,
      outcomes,
      begin: begin.slice(0, granted).map(({ id }) => id),
      keep: keeping ? keep.map(({ id }) => id) : [],
      now: clock(),
    })
    for (const updateId of ended) settled.set(updateId, (settled.get(updateId) ?? 0) + 1)
    if (clock().getTime() - told >= 1_000) await tellSettled()
    for (const { state } of outcomes) if (state !== 'planned') metrics.deliveries.inc({ channel: 'email', state })
    await note(said)
    return begin.filter(({ id }) => begun.has(id))
  }

  /** How many may begin now: all, or what the provider's rate leaves. */
  async function grant(wanted: number): Promise<number> {
    if (!provider.perSecond || wanted === 0) return wanted
    for (;;) {
      const granted = await takeNow(db, `provider:${provider.name}`, provider.perSecond, wanted, clock())
      if (granted > 0 || signal.aborted) return granted
      if (!pause) {
        off = true
        return 0
      }
      await pause(Math.max(50, 1_000 / provider.perSecond), signal)
    }
  }

  /** The health of the provider, and domains that ask for less. */
  async function note(said: Said[]) {
    const answers = said.filter(({ outcome }) => outcome.state !== 'planned' || outcome.answer !== untriedAnswer)
    if (answers.some(({ ok }) => !ok) || trusted === 'one') {
      const { trust } = await noteAnswers(
        db,
        provider.name,
        'email',
        answers.map(({ ok, outcome }) => ({ ok, answer: outcome.answer })),
        clock(),
      )
      trusted = trust
      if (trust === 'none') off = true
    }
    for (const domain of new Set(said.flatMap(({ slow }) => (slow ? [slow] : []))))
      await slowDown(db, `domain:${domain}`, sent / Math.max(1, (clock().getTime() - began) / 1_000), clock())
  }
  let trusted: string = batch.length === 1 ? 'one' : 'whole'

  /** A database that restarts is waited for: what was heard meanwhile is not forgotten. Marking the same rows again is no harm. */
  const patiently = async (...args: Parameters<typeof exchange>): Promise<Claimed[]> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await exchange(...args)
      } catch (error) {
        if (!pause || !isAway(error) || tries >= 30) throw error
        await pause(500, new AbortController().signal)
      }
    }
  }

  const left = await pump<Claimed, Said>(batch, {
    lanes: Math.min(provider.connections, batch.length),
    exchange: patiently,
    send: async (row) => {
      sent += 1
      return sendOne(row)
    },
    untried: ({ id }) => ({ ok: true, outcome: { id, state: 'planned', answer: untriedAnswer } }),
    stopped: () => signal.aborted || off,
    beat,
  })
  await tellSettled()
  if (left.length > 0)
    await release(
      db,
      owner,
      left.map(({ id }) => id),
    )
  return sent

  async function sendOne(row: Claimed): Promise<Said> {
    const mail = mails.get(row.id)
    if (!mail || 'wrong' in mail) return { ok: true, outcome: { id: row.id, state: 'failed', answer: mail?.wrong ?? 'the update or the contact is gone' } }
    const { state, answer, provider: fault } = await provider.channel.send(mail)
    const ok = !fault
    if (state !== 'deferred') return { ok, outcome: { id: row.id, state, answer, ...(state === 'accepted' ? {} : { reason: reasonOf(state) }) } }
    // The provider was not there: that is no try of this mail, another provider may take it.
    if (fault) return { ok, outcome: { id: row.id, state: 'planned', answer } }
    const slow = asksForLess(answer) ? { slow: domainOf(row.destination) } : {}
    if (row.attempts + 1 >= mostAttempts)
      return { ok, ...slow, outcome: { id: row.id, state: 'failed', reason: 'given-up', answer: `given up after ${mostAttempts} attempts: ${answer}` } }
    return { ok, ...slow, outcome: { id: row.id, state: 'deferred', reason: 'asked-to-wait', answer, dueAt: nextTry(row.attempts, row.id, clock()) } }
  }
}

/** `ok`: the provider did its part. `slow`: the domain that asked for less. */
type Said = { ok: boolean; slow?: string; outcome: Outcome }
const untriedAnswer = 'not tried yet'
const reasonOf = (state: Outcome['state']) => (state === 'bounced' ? 'refused' : state === 'failed' ? 'not-taken' : 'no-answer')
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
