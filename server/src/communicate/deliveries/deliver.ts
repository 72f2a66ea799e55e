// Sends what is planned: claim a batch for the provider that is well, keep its lanes full, store each outcome.
import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { isAway } from '../../platform/events/append.ts'
import { noteAnswers, trustOf } from './providers.store.ts'
import { deliveriesBook } from './book.ts'
import type { Claimed, Outcome, Places } from './deliveries.store.ts'
import { heldBack } from './hold-back.ts'
import { aboutRoute, keyOf, type Line, mailLine, type Pause, type Provider, type Senders } from './line.ts'
import { asksForLess } from './pace.ts'
import { forgetPaces, slowDown, takeNow } from './pace.store.ts'
import { pump } from './pump.ts'

/** A batch is what about two seconds take: whoever is more urgent, or was planned meanwhile, never waits longer for a place in the next one. */
const [leastBatch, mostBatch, batchSeconds] = [40, 400, 2]
const beat = 4_000
/** Nobody makes us wait longer than a day, in seconds. */
const longestWait = 86_400
/** How long a message that met a provider's silence waits, so that another one tries it next; in seconds. */
const trialWait = 120

/** The mails. Works until nothing is planned any more, no provider is well, or it is asked to stop; then what is only claimed is given back. */
export const deliverPlanned = (deps: Deps, senders: Senders, signal: AbortSignal): Promise<number> =>
  deliverLine(deps, mailLine(senders), senders.pause, signal)

/** As above, for one channel. @returns how many were sent */
export async function deliverLine<M extends object>(deps: Deps, line: Line<M>, pause: Pause | undefined, signal: AbortSignal): Promise<number> {
  const book = line.book ?? deliveriesBook
  const rehearsal: Provider<M> = { name: 'practice', channel: line.practice, connections: 10 }
  const sofar: Sofar = { places: new Map(), size: 100 }
  let sent = 0
  await forgetPaces(deps.db, deps.clock())
  if (await book.idle(deps.db, line.channel, deps.clock())) return 0
  for (let batches = 1, more = true; more && !signal.aborted; batches += 1) {
    const found = await book.recover(deps.db, line.channel, deps.clock())
    const back = found.due + found.freed + found.resent + (await book.reconcile(deps, line))
    more = back + found.cancelled > 0
    // What came back, and whoever joined, may stand before the place where we are.
    if (back > 0 || batches % 50 === 0) sofar.places.clear()
    for (const practice of [false, true]) {
      const some = await deliverSome(deps, line, practice ? [rehearsal] : line.live, practice, sofar, pause, signal)
      sent += some.sent
      more ||= some.moved
    }
  }
  return sent
}

/** Where the work stands: the places reached in each dispatch, and how many mails the next batch takes. */
type Sofar = { places: Places; size: number }

/** One batch. `moved`: whether anything was done, so that it is worth asking again. */
async function deliverSome<M extends object>(
  deps: Deps,
  line: Line<M>,
  providers: Provider<M>[],
  practice: boolean,
  sofar: Sofar,
  pause: Pause | undefined,
  signal: AbortSignal,
) {
  const { db, clock } = deps
  const { places } = sofar
  const { claim, hold } = line.book ?? deliveriesBook
  const trust = await trustOf(
    db,
    providers.map((each) => keyOf(line, each)),
    clock(),
  )
  const [provider, other] = providers.filter((each) => trust.get(keyOf(line, each)) !== 'none')
  if (!provider) return { sent: 0, moved: false }
  const owner = randomUUID()
  const limit =
    trust.get(keyOf(line, provider)) === 'one'
      ? 1
      : Math.min(sofar.size, provider.perSecond ? Math.max(1, Math.ceil(provider.perSecond * batchSeconds)) : mostBatch)
  const { rows, ended } = await claim(db, { channel: line.channel, practice, owner, now: clock(), limit, places, newestOnly: line.newestOnly })
  if (rows.length === 0) {
    // At the end: once more from the beginning.
    const again = places.size > 0
    places.clear()
    return { sent: 0, moved: ended > 0 || again }
  }
  const held = await heldBack(db, line.channel, rows, clock())
  if (held.length > 0) await hold(db, owner, held, clock())
  const waiting = new Set(held.map(({ id }) => id))
  const began = clock().getTime()
  const batch = rows.filter(({ id }) => !waiting.has(id))
  // What this provider does not carry goes to the next one, where there is one.
  const rerouted = other ? batch.filter(({ attempts, reason }) => attempts > 0 && aboutRoute.includes(reason ?? '')) : []
  const usual = rerouted.length === 0 ? batch : batch.filter((row) => !rerouted.includes(row))
  let sent = await sendBatch(deps, { line, provider, owner, batch: usual, pause, signal })
  if (other && rerouted.length > 0) sent += await sendBatch(deps, { line, provider: other, owner, batch: rerouted, pause, signal })
  if (sent >= leastBatch)
    sofar.size = Math.round(Math.min(mostBatch, Math.max(leastBatch, (sent / Math.max(0.05, (clock().getTime() - began) / 1_000)) * batchSeconds)))
  // Where nothing was sent, nothing is behind us.
  for (const { updateId, priority, id } of sent > 0 ? rows : []) {
    const at = places.get(updateId)
    if (!at || priority > at.priority || (priority === at.priority && id > at.id)) places.set(updateId, { priority, id })
  }
  return { sent, moved: sent + held.length + ended > 0 }
}

type Sending<M extends object> = { line: Line<M>; provider: Provider<M>; owner: string; batch: Claimed[]; pause: Pause | undefined; signal: AbortSignal }

async function sendBatch<M extends object>(deps: Deps, { line, provider, owner, batch, pause, signal }: Sending<M>): Promise<number> {
  const { db, clock, metrics } = deps
  const { channel } = line
  const { turn, release, noteSettled } = line.book ?? deliveriesBook
  const messages = await line.messagesOf(deps, batch)
  let sent = 0
  let off = false
  const began = clock().getTime()
  let kept = began
  let told = began
  const settled = new Map<string, number>()
  const tellSettled = async () => {
    told = clock().getTime()
    if (settled.size > 0) await noteSettled(db, channel, settled, clock())
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
    for (const { state } of outcomes) if (state !== 'planned') metrics.deliveries.inc({ channel, state })
    await note(said)
    await line.heard?.(deps, said)
    return begin.filter(({ id }) => begun.has(id))
  }

  /** How many may begin now: all, or what the provider's rate leaves. */
  async function grant(wanted: number): Promise<number> {
    if (!provider.perSecond || wanted === 0) return wanted
    for (;;) {
      const granted = await takeNow(db, `provider:${keyOf(line, provider)}`, provider.perSecond, wanted, clock())
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
        keyOf(line, provider),
        channel,
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
    untried: (row) => ({ row, ok: true, outcome: { id: row.id, state: 'planned', answer: untriedAnswer } }),
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
    const { id } = row
    const message = await Promise.resolve(messages.get(id)).catch(() => unread)
    const later = () => new Date(clock().getTime() + trialWait * 1_000)
    if (message === unread) return { row, ok: true, outcome: { id, state: 'deferred', reason: 'not-read', answer: unread.wrong, dueAt: later() } }
    if (message === undefined) return { row, ok: true, outcome: { id, state: 'failed', answer: 'the update or the contact is gone' } }
    if (isWrong(message)) return { row, ok: true, outcome: { id, state: 'failed', answer: message.wrong } }
    const { state, answer, provider: fault, gone, reference, reason, retryAfterSeconds } = await provider.channel.send(message)
    const route = fault === true && aboutRoute.includes(reason ?? '')
    const ok = !fault || route
    const more = { ...(reference ? { reference } : {}), ...(gone ? { gone } : {}) }
    if (state !== 'deferred')
      return { row, ok, outcome: { id, state, answer, ...more, ...(state === 'accepted' ? {} : { reason: reason ?? reasonOf(state) }) } }
    // The provider was not there: that is no try of this message, another provider may take it.
    if (fault && !route) {
      // The one that was to show whether it is back: the next time another one shows it, in case it was this message after all.
      if (trusted === 'one') return { row, ok, outcome: { id, state: 'deferred', reason: 'provider-away', answer, dueAt: later() } }
      return { row, ok, outcome: { id, state: 'planned', answer } }
    }
    const slow = channel === 'email' && asksForLess(answer) ? { slow: domainOf(row.destination) } : {}
    const again = line.retryAt(row.attempts + 1, id, clock())
    if (!again)
      return { row, ok, ...slow, outcome: { id, state: 'failed', reason: 'given-up', answer: `given up after ${row.attempts + 1} attempts: ${answer}` } }
    const asked = retryAfterSeconds ? clock().getTime() + Math.min(retryAfterSeconds, longestWait) * 1_000 : 0
    const dueAt = new Date(Math.max(again.getTime(), asked))
    return { row, ok, ...slow, outcome: { id, state: 'deferred', reason: reason ?? 'asked-to-wait', answer, dueAt } }
  }
}

/** `ok`: the provider did its part. `slow`: the domain that asked for less. */
type Said = { row: Claimed; ok: boolean; slow?: string; outcome: Outcome }
const isWrong = <M extends object>(message: M | { wrong: string }): message is { wrong: string } =>
  typeof message === 'object' && message !== null && 'wrong' in message
const untriedAnswer = 'not tried yet'
const unread = { wrong: 'it could not be read' }
const reasonOf = (state: Outcome['state']) => (state === 'bounced' ? 'refused' : state === 'failed' ? 'not-taken' : 'no-answer')
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
