// Fifty thousand mails of customers come in: none is lost, none is there twice, each is in a conversation of whoever wrote it. Then ten thousand linked conversations get one answer,
// while an agent replies and looks at the queue over HTTP.
import { sql } from 'kysely'
import { takeInbound } from '../server/src/communicate/inbound/inbound.store.ts'
import type { Deps } from '../server/src/deps.ts'
import { takeMails } from '../server/src/support/conversations/take-mails.store.ts'
import type { Context, Figure } from './run.ts'
import { answerAll } from './support/answer-all.ts'
import type { Answerable, CustomerMail } from './support/customer-mails.ts'
import { customersOf, wavesOf } from './support/flood-waves.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchSystem, round, seconds } from './support/system.ts'

const [pipes, linkedShare, latencyMost] = [8, 0.2, 300]

export default async function flood({ serverUrl, tmp, size = 50_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const customers = Math.ceil(size / 3)
  await fillRegistry(deps.db, { accounts: customers, exposuresPerAccount: 1 })
  const people = await customersOf(deps)
  const make = wavesOf(people)
  const first = make.wave(Math.round(size * 0.6), [])
  let took = await takeAll(deps, first)
  // Some answer what we said to them by itself.
  const second = make.wave(size - first.length, await acknowledgements(deps, first))
  took += await takeAll(deps, second)
  const found = await lookFor(deps, [...first, ...second])
  const answered = await answerAll(deps, Math.round(size * linkedShare))
  await deps.close()
  return [
    { name: `${size} mails parsed and threaded`, value: Math.round(size / took), unit: 'mails/s', limit: 200, ratio: Math.round(size / took), atLeast: true },
    none('mails lost', found.lost),
    none('mails that are there twice', found.twice),
    none('mails in a conversation of somebody else', found.strange),
    {
      name: 'answers in the conversation that they answer',
      value: round(found.threaded, 4),
      unit: 'of all',
      limit: 0.98,
      ratio: round(found.threaded, 4),
      atLeast: true,
    },
    { name: `${answered.linked} answered at once`, value: Math.round(answered.seconds), unit: 's', limit: 600, ratio: Math.round(answered.seconds) },
    none('not answered exactly once', answered.wrong),
    within('an agent’s reply meanwhile, p95', answered.replies),
    within('the queue meanwhile, p95', answered.lists),
  ]
}

const none = (name: string, value: number): Figure => ({ name, value, unit: '', limit: 0, ratio: value })
const within = (name: string, ms: number[]): Figure => ({
  name: `${name} of ${ms.length}`,
  value: round(at95(ms), 1),
  unit: 'ms',
  limit: 1,
  ratio: round(at95(ms) / latencyMost),
})
const at95 = (ms: number[]) => ms.toSorted((one, other) => one - other)[Math.floor(ms.length * 0.95)] ?? Number.POSITIVE_INFINITY

/** The pipe takes them over some connections at once; what came is read meanwhile. @returns seconds */
async function takeAll(deps: Deps, mails: CustomerMail[]): Promise<number> {
  let [at, open] = [0, true]
  return seconds(async () => {
    const reading = (async () => {
      while (open || (await takeMails(deps)) > 0) if (open && (await takeMails(deps)) === 0) await new Promise((done) => setTimeout(done, 20))
    })()
    await Promise.all(
      Array.from({ length: pipes }, async () => {
        for (let mail = mails[at++]; mail; mail = mails[at++]) await takeInbound(deps, mail.raw, 'bench')
      }),
    )
    open = false
    await reading
  })
}

/** What was said to customers by itself, as they have it in their mailbox. */
async function acknowledgements({ db }: Deps, mails: CustomerMail[]): Promise<Answerable[]> {
  const { rows } = await sql<Omit<Answerable, 'ours' | 'language'>>`
    select c.address as from, f.message_id as began, m.message_id as "messageId", c.subject, m.text
      from conversation_messages m join conversations c on c.id = m.conversation_id join lateral (select message_id from conversation_messages f where f.conversation_id = c.id and f.kind = 'in' order by f.id limit 1) f on true
     where m.automatic = 'acknowledgement' order by m.id`.execute(db)
  const began = new Map(mails.map(({ id, began: first }) => [id, first]))
  return rows.map((row, nth) => ({ ...row, began: began.get(row.began) ?? row.began, ours: true, language: nth % 6 }))
}

type Found = { id: string; conversation: number; address: string; times: number }
async function lookFor({ db }: Deps, mails: CustomerMail[]) {
  const { rows } = await sql<Found>`
    select m.message_id as id, min(m.conversation_id) as conversation, min(c.address) as address, count(*)::int as times
      from conversation_messages m join conversations c on c.id = m.conversation_id where m.kind = 'in' group by m.message_id`.execute(db)
  const found = new Map(rows.map((row) => [row.id, row]))
  const written = [...new Map(mails.flatMap((mail) => (mail.id === null ? [] : [[mail.id, mail] as const]))).values()]
  const machines = new Set(
    mails.flatMap(({ id, raw }) => (id === null ? [/^Message-ID: (.*)$/m.exec(raw.toString('latin1', 0, 2_000))?.[1]?.trim() ?? ''] : [])),
  )
  const answers = written.filter(({ id, began }) => id !== began && found.has(id as string))
  return {
    lost: written.filter(({ id }) => !found.has(id as string)).length,
    twice: rows.filter(({ times }) => times > 1).length + rows.filter(({ id }) => machines.has(id)).length,
    strange: written.filter(({ id, from }) => (found.get(id as string)?.address ?? from) !== from).length,
    threaded: answers.filter(({ id, began }) => found.get(id as string)?.conversation === found.get(began)?.conversation).length / answers.length,
  }
}
