// Two at once: a message that is just arriving, or a colleague who was quicker. Each is held open on a connection of its own while the other one goes on.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Db } from '../server/src/platform/database/connect.ts'
import { linkable } from '../server/src/support/conversations/link.store.ts'
import { supportSettings } from '../server/src/support/conversations/settings.store.ts'
import { takeIn } from '../server/src/support/conversations/take.store.ts'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('What was written meanwhile', () => {
  let system: TestSystem
  let [agent, other, cora]: Person[] = []
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    const { mail } = await smallCompany(system, 40)
    agent = await system.person('Agnes', 'support')
    other = await system.person('Bo', 'support')
    cora = await system.person('Cora', 'communicator')
    const ann = await system.person('Ann', 'administrator')
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: mail }] })).body.id
  })
  afterAll(() => system.close())
  const show = async (id: number) => (await (agent as Person).get(`/api/conversations/${id}`)).body
  const reply = (who: Person | undefined, id: number, text: string, seen: number) =>
    (who as Person).post(`/api/conversations/${id}/replies`, { text, seen, key: text })
  const asks = async (address: string, text = 'A question.') => {
    await write(system, { from: address, subject: `Of ${address}`, text })
    await sendReplies(system)
    return conversationWith(system, address)
  }

  /** `work` is done but not told to anybody, while `meanwhile` comes as far as it can. @returns what became of that */
  async function during<T>(work: (tx: Db) => Promise<unknown>, meanwhile: () => Promise<T>): Promise<T> {
    let begun: Promise<T> | undefined
    await system.db.transaction().execute(async (tx) => {
      await work(tx)
      begun = meanwhile()
      await vi.waitFor(
        async () => {
          const { rows } =
            await sql`select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`.execute(system.db)
          expect(rows.length).toBeGreaterThan(0)
        },
        { timeout: 60_000, interval: 5 },
      )
    })
    return begun as Promise<T>
  }
  /** Taken as mails and chats are. */
  const arrives = (id: number, text: string) => async (tx: Db) => {
    const { rows } = await sql<{ brandId: string; address: string; subject: string }>`
      select brand_id as "brandId", address, subject from conversations where id = ${id}`.execute(tx)
    const message = { conversation: id, practice: false, channel: 'email' as const, accountId: null, contactId: null, writer: null, at: system.now(), text }
    await takeIn(tx, [{ ...message, ...(rows[0] as NonNullable<(typeof rows)[0]>) }], {
      ...{ now: system.now(), settings: await supportSettings(tx), crises: await linkable(tx, system.now()) },
    })
  }

  test('a reply never overtakes a message that is just arriving: it is refused, and the customer still waits in the queue', async () => {
    const id = await asks('a1@real.example')
    const seen = (await show(id)).thread.at(-1).id
    const answer = await during(arrives(id, 'And one more thing.'), () => reply(agent, id, 'To the first.', seen))
    expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('wrote again')])
    expect(await show(id)).toMatchObject({ state: 'open', waitingSince: '2030-01-02T09:00:00.000Z' })
  })

  test('of two agents who answer the same message one is refused, with who wrote what; once it was read, and by who wrote it, one goes on', async () => {
    const id = await asks('a5@real.example')
    const seen = (await show(id)).thread.at(-1).id
    const both = await Promise.all([reply(agent, id, 'Under Settings.', seen), reply(other, id, 'We look into it.', seen)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const [quick, late] = both[0]?.status === 200 ? ['Agnes', both[1]] : ['Bo', both[0]]
    expect(late?.body.detail).toContain(`${quick} answered while you were writing: “${quick === 'Agnes' ? 'Under Settings.' : 'We look into it.'}”`)
    await sendReplies(system)
    expect(mailsTo(system, 'a5@real.example').filter(({ headers }) => headers?.['Auto-Submitted'] === 'no')).toHaveLength(1)
    const [first, second] = quick === 'Agnes' ? [agent, other] : [other, agent]
    expect((await reply(first, id, 'One more thing.', seen)).status).toBe(200)
    const macro = (body: object) => second?.post(`/api/conversations/${id}/macros/ask-for-details`, { revision: 0, text: 'Which one?', ...body })
    expect((await macro({ seen, key: 'm1' }))?.status).toBe(409)
    const now = (await second?.post(`/api/conversations/${id}/macros/ask-for-details/preview`, {}))?.body.seen
    expect((await macro({ seen: now, key: 'm2' }))?.status).toBe(200)
  })

  test('an answer for all is judged by what was written when it goes: who turns angry at that moment is left to a person', async () => {
    const [calm, angry, else_] = [await asks('a2@real.example'), await asks('a3@real.example'), await asks('a4@real.example')]
    for (const id of [calm, angry, else_]) await agent?.post(`/api/conversations/${id}/crisis`, { crisisId: crisis })
    const body = { texts: { en: 'We know of it.' }, late: false }
    const { seal } = (await cora?.post(`/api/crises/${crisis}/answers/preview`, body))?.body ?? {}
    expect((await cora?.post(`/api/crises/${crisis}/answers`, { ...body, seal }))?.status).toBe(201)
    await during(
      async (tx) => {
        await arrives(angry, 'I am furious, worst service ever, my lawyer will sue you!')(tx)
        await sql`update conversations set link = 'refused' where id = ${else_}`.execute(tx)
      },
      async () => system.tasks['send-answers']?.({}, new AbortController().signal),
    )
    await sendReplies(system)
    const told = (address: string) => mailsTo(system, address).filter(({ text }) => text.startsWith('We know of it.')).length
    expect([told('a2@real.example'), told('a3@real.example'), told('a4@real.example')]).toEqual([1, 0, 0])
    expect(await show(angry)).toMatchObject({ state: 'open', waitingSince: '2030-01-02T09:00:00.000Z' })
    const [answer] = (await agent?.get(`/api/crises/${crisis}/conversations`))?.body.answers ?? []
    expect(answer).toMatchObject({ state: 'sent', planned: 1, held: 1 })
  })
})
