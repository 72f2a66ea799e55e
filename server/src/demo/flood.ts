// Tidewater's customers write: some sixty conversations about its crisis and beside it, one answer for all, and what a colleague did by hand. Everything goes through what mails and people use.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { minutesAfter } from '../platform/clock.ts'
import { usualHold } from '../support/answers/answer.ts'
import { agreeToAnswer, previewAnswer, writeAnswer } from '../support/answers/answers.store.ts'
import { sendAnswers } from '../support/answers/send.store.ts'
import { assign, snooze } from '../support/conversations/acts.store.ts'
import { linkable } from '../support/conversations/link.store.ts'
import { keepPromises } from '../support/conversations/order.store.ts'
import { note, reply } from '../support/conversations/reply.store.ts'
import { supportSettings } from '../support/conversations/settings.store.ts'
import { type Incoming, type IncomingFile, takeIn } from '../support/conversations/take.store.ts'
import { byHand, firstAnswer, type Letter, letters, type Who } from './flood.texts.ts'

type Customer = { who: Who; accountId: number; contactId: number; email: string; phone: string | null; name: string | null }
type Taken = Map<string, { conversation: number; message: number }>

/** @param at the time so many minutes after onset */
export async function fillFlood(deps: Deps, crisisId: string, { mara, ines }: { mara: string; ines: string }, at: (minutes: number) => Date, now: Date) {
  const customers = await customersOf(deps, crisisId)
  const taken: Taken = new Map()
  await take(
    deps,
    letters.filter((letter) => letter.at < firstAnswer.at),
    customers,
    taken,
    at,
  )
  await answerAll({ ...deps, clock: () => at(firstAnswer.at) }, crisisId, mara, ines)
  await take(
    deps,
    letters.filter((letter) => letter.at >= firstAnswer.at),
    customers,
    taken,
    at,
  )
  await workByHand(deps, taken, mara, at)
  await keepPromises(deps.db, now)
}

async function take(deps: Deps, some: Letter[], customers: Map<Who, Customer[]>, taken: Taken, at: (minutes: number) => Date) {
  const { db } = deps
  const { rows } = await sql<{ id: string }>`select id from brands order by created_at, id limit 1`.execute(db)
  const incoming = some.map((letter): Incoming => ({ ...from(letter, customers), brandId: rows[0]?.id as string, ...written(letter, at(letter.at)) }))
  const last = at(Math.max(...some.map((letter) => letter.at)))
  const done = await db
    .transaction()
    .execute(async (tx) => takeIn(tx, incoming, { now: last, settings: await supportSettings(tx), crises: await linkable(tx, last) }))
  for (const [nth, { conversation, message }] of done.entries()) taken.set((some[nth] as Letter).subject, { conversation, message })
}

const written = ({ subject, text, channel }: Letter, at: Date) => ({
  ...{ conversation: null, practice: false, channel: channel ?? ('email' as const), subject, text, at },
  ...(channel ? {} : { messageId: `<${createHash('sha256').update(subject).digest('hex').slice(0, 20)}@mail.example>` }),
  ...(subject === 'Upload hangs at 40 %' ? { files: files() } : {}),
})

/** Each account writes once, as far as there are enough of its kind. */
function from({ who, subject, channel }: Letter, customers: Map<Who, Customer[]>) {
  const address = `${subject
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
    .slice(0, 12)}@home.example`
  const customer = who === 'stranger' ? undefined : (customers.get(who)?.shift() ?? customers.get('hurt')?.shift())
  if (!customer) return { accountId: null, contactId: null, address, writer: null }
  const { accountId, contactId, email, phone, name } = customer
  return { accountId, contactId, address: (channel === 'phone' && phone) || email.toLowerCase(), writer: name }
}

async function customersOf({ db }: Deps, crisisId: string): Promise<Map<Who, Customer[]>> {
  const kind = sql`case when not i.hurt then 'elsewhere' when a.vulnerability is not null then 'vulnerable' when a.tier = 'enterprise' then 'enterprise' else 'hurt' end`
  const { rows } = await sql<Customer>`
    select who, "accountId", "contactId", email, phone, name from (
      select ${kind} as who, a.id as "accountId", k.id as "contactId", k.email, k.phone, k.name, row_number() over (partition by ${kind} order by a.id * 7919 % 10007, a.id) as nth
        from (select account_id, true as hurt from impact where crisis_id = ${crisisId}
              union all select id, false from (select id from accounts where not practice and region in ('eu-central', 'ap-northeast') and id % 3 <> 0 order by id limit 40) e) i
        join accounts a on a.id = i.account_id
        join lateral (select * from contacts k where k.account_id = a.id order by k.id limit 1) k on true) ranked
     where nth <= 70 order by nth`.execute(db)
  return Map.groupBy(rows, ({ who }) => who)
}

async function answerAll(deps: Deps, crisisId: string, mara: string, ines: string) {
  const given = { texts: firstAnswer.texts, publicTexts: {}, hold: [...usualHold], late: false }
  const { seal, agreement } = await previewAnswer(deps, crisisId, given)
  const id = await writeAnswer(deps, crisisId, { ...given, seal }, mara)
  if (agreement) await agreeToAnswer(deps, id, ines)
  await sendAnswers(deps, new AbortController().signal)
}

async function workByHand(deps: Deps, taken: Taken, mara: string, at: (minutes: number) => Date) {
  const { rows } = await sql<{ id: string }>`select id from auth_user where email = 'yuki@tidewater.example'`.execute(deps.db)
  const yuki = rows[0]?.id ?? mara
  const then = (minutes: number): Deps => ({ ...deps, clock: () => at(minutes) })
  const of = (subject: string) => taken.get(subject) as { conversation: number; message: number }
  for (const subject of byHand.taken) await assign(then(24), of(subject).conversation, yuki, yuki)
  for (const { letter, at: minutes, text, then: state } of byHand.replied)
    await reply(then(minutes), of(letter).conversation, { text, seen: of(letter).message, then: state }, yuki)
  for (const { letter, at: minutes, text } of byHand.noted)
    await note(then(minutes), of(letter).conversation, { text, mentions: text.includes('@Mara Lind') ? [mara] : [] }, yuki)
  const { letter, at: minutes, forMinutes } = byHand.putOff
  await snooze(then(minutes), of(letter).conversation, minutesAfter(at(minutes), forMinutes), yuki)
}

/** What came with a mail: a log that was kept, and a program that was not. */
function files(): IncomingFile[] {
  const log = Buffer.from('09:12:04 begin film-1.mp4 (812 MB)\n09:13:11 40 % sent\n09:14:11 no answer for 60 s, given up\n')
  const file = (name: string, type: string, content: Buffer) => ({
    name,
    type,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest(),
    contentId: null,
  })
  return [
    { ...file('upload.log', 'text/plain', log), verdict: 'kept', why: null, content: log },
    {
      ...file('player-setup.exe', 'application/x-msdownload', Buffer.alloc(84_992)),
      verdict: 'refused',
      why: 'It is a program, which could run when it is opened.',
      content: null,
    },
  ]
}
