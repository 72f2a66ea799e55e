// Whom an answer for all really reaches: nobody is called answered whom nothing reached, and what stands in two conversations does not keep them apart.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Whom an answer for all reaches', () => {
  let system: TestSystem
  let [ann, cora, agent]: Person[] = []
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  const who = (person: Person | undefined) => person as Person
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    company = await smallCompany(system, 40)
    ann = await system.person('Ann', 'administrator')
    cora = await system.person('Cora', 'communicator')
    agent = await system.person('Agnes', 'support')
    crisis = await declare('Parcels stand still')
  })
  afterAll(() => system.close())
  const declare = async (title: string) =>
    (await who(ann).post('/api/crises', { title, kind: 'service-outage', scope: [{ serviceId: company.shop }] })).body.id as string
  const show = async (id: number) => (await who(agent).get(`/api/conversations/${id}`)).body
  const post = (id: number, path: string, body: object) => who(agent).post(`/api/conversations/${id}/${path}`, body)
  const take = () => system.tasks['take-mails']?.({}, new AbortController().signal)
  const answerAll = async (text: string) => {
    const body = { texts: { en: text }, hold: [] }
    const { body: preview } = await who(cora).post(`/api/crises/${crisis}/answers/preview`, body)
    expect((await who(cora).post(`/api/crises/${crisis}/answers`, { ...body, seal: preview.seal })).status).toBe(201)
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
    return preview
  }
  const inForce = async () => (await who(agent).get(`/api/crises/${crisis}/conversations`)).body.answers[0]
  const asks = async (address: string, subject: string) => {
    await write(system, { from: address, subject, text: `About this: ${subject}.` })
    const id = await conversationWith(system, address)
    await post(id, 'crisis', { crisisId: crisis })
    return id
  }
  const said = async (id: number, text: string) => (await show(id)).thread.filter((message: { text: string }) => message.text === text).length

  test('two conversations of one customer that both were answered are put together, taken apart, and each keeps its answer', async () => {
    const [one, two] = [await asks('a1@real.example', 'Parcel is late'), await asks('a1@real.example', 'Wrong colour of the lamp')]
    await answerAll('We know of it.')
    expect([await said(one, 'We know of it.'), await said(two, 'We know of it.')]).toEqual([1, 1])
    const merged = await post(two, 'merge', { into: one })
    expect([merged.status, merged.body.detail]).toEqual([200, undefined])
    expect(await said(one, 'We know of it.')).toBe(2)
    // Nobody of them is answered anew.
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    expect(await said(one, 'We know of it.')).toBe(2)
    const act = merged.body.acts.find(({ kind }: { kind: string }) => kind === 'merged')
    expect((await post(one, `acts/${act.id}/undo`, {})).status).toBe(200)
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    expect([await said(one, 'We know of it.'), await said(two, 'We know of it.')]).toEqual([1, 1])
    expect(await inForce()).toMatchObject({ planned: 2 })
  })

  test('what a mail proves to be one matter is put together after that as well, and a pair that cannot be holds up no other', async () => {
    const pairs: number[][] = []
    for (const address of ['a2@real.example', 'a3@real.example']) {
      pairs.push([await asks(address, 'Parcel is late'), await asks(address, 'Wrong colour of the lamp')])
      await sendReplies(system)
    }
    await answerAll('It is being looked at.')
    const [[, stuck], [into, other]] = pairs as [[number, number], [number, number]]
    await sql.raw(`alter table conversations add constraint stuck check (id <> ${stuck} or state <> 'merged')`).execute(system.db)
    for (const address of ['a2@real.example', 'a3@real.example']) {
      const [one, two] = mailsTo(system, address)
      const headers = [`References: ${two?.id} ${one?.id}`]
      await write(system, { from: address, subject: 'Both of it', text: 'It is the same order!', answers: one?.id, headers })
    }
    expect(await show(other)).toMatchObject({ state: 'merged', mergedInto: into })
    expect(await show(stuck)).toMatchObject({ state: 'waiting', mergedInto: null })
    await sql`alter table conversations drop constraint stuck`.execute(system.db)
    // It stays an offer, and is nothing that is tried for ever.
    await take()
    expect(await show(stuck)).toMatchObject({ mergedInto: null })
    expect((await show(stuck)).acts.filter(({ kind }: { kind: string }) => kind === 'one-matter')).toHaveLength(1)
  })
})
