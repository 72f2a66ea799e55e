// Whom an answer for all really reaches: nobody is called answered whom nothing reached, and what stands in two conversations does not keep them apart.
import { randomUUID } from 'node:crypto'
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
  const later = (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
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

  test('who called, or wrote over another system, is held back and never let go: nobody would tell them', async () => {
    crisis = await declare('Invoices are wrong')
    const calls: number[] = []
    for (const [channel, externalId] of [
      ['phone', 'call-1'],
      ['api', 'form-1'],
      ['social', 'post-1'],
    ])
      calls.push(
        (await who(agent).post('/api/conversations', { channel, address: '+49301234567', subject: `By ${channel}`, text: 'What now?', externalId })).body.id,
      )
    const mailed = await asks('a5@real.example', 'Invoice')
    for (const id of calls) await post(id, 'crisis', { crisisId: crisis })
    const preview = await answerAll('They are made anew.')
    expect(preview).toMatchObject({ total: 4, answered: 1, heldTotal: 3, held: [{ reason: 'not-reached', conversations: 3 }] })
    for (const id of calls) expect(await show(id)).toMatchObject({ state: 'open', waitingSince: '2030-01-02T09:00:00.000Z' })
    expect((await show(mailed)).state).toBe('waiting')
    const { id, held } = await inForce()
    expect(held).toBe(3)
    const refused = await who(cora).post(`/api/answers/${id}/held`, { conversations: calls })
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('nothing that is sent reaches them')])
    // Told on the telephone, and written down.
    await post(calls[0] as number, 'replies', { text: 'Told them by telephone.', seen: 1e9 })
    expect(await inForce()).toMatchObject({ heldOpen: 2 })
  })

  test('who left a chat and an address gets it by mail; who is still there reads it in the chat, and nobody who left nothing is called reached by mail', async () => {
    crisis = await declare('Refunds are late')
    const begin = async (more: object) => {
      const payload = { id: randomUUID(), text: 'I want to talk to a human', ...more }
      const { token } = (
        await system.web.status.inject({ method: 'POST', url: `/${company.slug}/help/chat`, headers: { accept: 'application/json' }, payload })
      ).json()
      const id = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).c as number
      await post(id, 'crisis', { crisisId: crisis })
      return { id, look: () => system.web.status.inject({ url: `/chat/${token}`, headers: { accept: 'application/json' } }) }
    }
    const gone = await begin({ email: 'gone@x.example' })
    const there = await begin({ email: 'there@x.example' })
    await later(110)
    await there.look()
    await later(20)
    await answerAll('They come tomorrow.')
    const got = () =>
      ['gone@x.example', 'there@x.example'].map((address) => mailsTo(system, address).filter(({ text }) => text.startsWith('They come tomorrow.')).length)
    expect(got()).toEqual([1, 0])
    await there.look()
    await later(5)
    await there.look()
    await later(180)
    await sendReplies(system)
    expect(got()).toEqual([1, 0])
    expect((await show(there.id)).thread.at(-1)).toMatchObject({ text: 'They come tomorrow.', delivery: { state: 'cancelled', reason: 'read-in-chat' } })
    expect(await inForce()).toMatchObject({ planned: 2, deliveries: { accepted: 1 } })
    expect((await show(gone.id)).state).toBe('waiting')
  })
})
