// Sends what is planned: claim a batch, mark a wave as sending, call the provider, store what it said with the next wave's marks.
import { randomUUID } from 'node:crypto'
import type { Channel, Message } from '@leeward/email'
import type { Deps } from '../../deps.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { type Claimed, claim, type Outcome, recover, release, turn } from './deliveries.store.ts'
import { recipientsOf, updatesToSend } from './mail.store.ts'
import { writeMail } from './write-mail.ts'

export type Senders = { live: Channel; practice: Channel; wave: number }
const batchSize = 200
const mostAttempts = 6

/** Works until nothing is planned any more, or until asked to stop; then what is only claimed is given back. */
export async function deliverPlanned(deps: Deps, senders: Senders, signal: AbortSignal): Promise<number> {
  const owner = randomUUID()
  let sent = 0
  await recover(deps.db, deps.clock())
  while (!signal.aborted) {
    const batch = await claim(deps.db, senders.live.name, owner, deps.clock(), batchSize)
    if (batch.length === 0) return sent
    sent += await sendBatch(deps, senders, owner, batch, signal)
  }
  return sent
}

async function sendBatch(deps: Deps, senders: Senders, owner: string, batch: Claimed[], signal: AbortSignal): Promise<number> {
  const { db, clock } = deps
  const [updates, people] = await Promise.all([updatesToSend(deps, [...new Set(batch.map((row) => row.updateId))]), recipientsOf(db, batch)])
  let outcomes: Outcome[] = []
  let sent = 0
  for (let at = 0; at < batch.length; at += senders.wave) {
    const wave = batch.slice(at, at + senders.wave)
    const rest = batch.slice(at + senders.wave).map((row) => row.id)
    if (signal.aborted) {
      await release(db, owner, [...wave.map((row) => row.id), ...rest])
      break
    }
    const ours = await turn(
      db,
      owner,
      outcomes,
      wave.map((row) => row.id),
      rest,
      clock(),
    )
    count(deps, outcomes)
    outcomes = await Promise.all(wave.filter((row) => ours.has(row.id)).map((row) => sendOne(row)))
    sent += outcomes.length
  }
  await turn(db, owner, outcomes, [], [], clock())
  count(deps, outcomes)
  return sent

  async function sendOne(row: Claimed): Promise<Outcome> {
    const found = updates.get(row.updateId)
    const person = people.get(row.id)
    if (!found || !person) return { id: row.id, state: 'failed', answer: 'the update or the contact is gone' }
    // Practice has a sender of its own that leads nowhere: the live one is out of its reach.
    const channel = row.practice ? senders.practice : senders.live
    const mail = composed(row, () => writeMail(deps, found, person, row))
    if (!mail) return { id: row.id, state: 'failed', answer: 'this mail could not be written; the log has the details' }
    const { state, answer } = await channel.send(mail)
    return state === 'deferred' ? later(row, answer) : { id: row.id, state, answer }
  }

  /** One mail that cannot be written must not take the others of its wave with it. */
  function composed(row: Claimed, compose: () => Message): Message | undefined {
    try {
      return compose()
    } catch (error) {
      deps.log.error({ err: error, delivery: row.id }, 'a mail could not be written')
      return undefined
    }
  }

  function later(row: Claimed, answer: string): Outcome {
    if (row.attempts + 1 >= mostAttempts) return { id: row.id, state: 'failed', answer: `given up after ${mostAttempts} attempts: ${answer}` }
    return { id: row.id, state: 'deferred', answer, dueAt: minutesAfter(clock(), 2 ** row.attempts) }
  }
}

const count = ({ metrics }: Deps, outcomes: Outcome[]) => {
  for (const { state } of outcomes) metrics.deliveries.inc({ channel: 'email', state })
}
