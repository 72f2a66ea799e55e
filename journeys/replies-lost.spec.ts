// Replies that do not get there: each comes back to whoever wrote it, and what was said in a chat that nobody reads any more goes by mail.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type FakeDesks, fakeDesks } from './support/fake-desks.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Replies that do not get there', () => {
  let system: TestSystem
  let [chief, agent]: Person[] = []
  let slug: string
  let theirs: FakeDesks
  const who = (person: Person | undefined) => person as Person
  beforeAll(async () => {
    system = await testSystem({
      at: '2030-01-02T09:00:00Z',
      answer: ({ to, text }) =>
        to === 'a2@real.example' && text.startsWith('We look')
          ? { state: 'bounced', answer: '550 no such person' }
          : { state: 'accepted', answer: '250 taken' },
    })
    slug = (await smallCompany(system, 40)).slug
    chief = await system.person('Chief', 'administrator')
    agent = await system.person('Agnes', 'support')
    theirs = await fakeDesks()
  })
  afterAll(async () => {
    theirs.close()
    await system.close()
  })
  afterEach(() => theirs.goWrong())
  const show = async (id: number) => (await who(agent).get(`/api/conversations/${id}`)).body
  const reply = async (id: number, text: string, more: object = {}) =>
    who(agent).post(`/api/conversations/${id}/replies`, { text, seen: (await show(id)).thread.at(-1).id, ...more })
  const again = async (id: number) => who(agent).post(`/api/conversations/${id}/messages/${(await show(id)).thread.at(-1).id}/again`, {})
  const later = (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const asks = async (address: string) => {
    await write(system, { from: address, subject: `Of ${address}`, text: 'A question.' })
    await sendReplies(system)
    return conversationWith(system, address)
  }
  const cameBack = async (id: number, state: string) =>
    expect(await show(id)).toMatchObject({
      state: 'open',
      waitingSince: system.now().toISOString(),
      acts: expect.arrayContaining([expect.objectContaining({ kind: 'bounced' })]),
      thread: expect.arrayContaining([expect.objectContaining({ delivery: expect.objectContaining({ state }) })]),
    })

  test('to an address that nothing is sent to any more: the conversation is ours again', async () => {
    const id = await asks('a1@real.example')
    await who(chief).post('/api/suppressions', { destination: 'a1@real.example' })
    expect((await reply(id, 'We look into it.')).body.state).toBe('waiting')
    await sendReplies(system)
    await cameBack(id, 'suppressed')
    expect(mailsTo(system, 'a1@real.example').some(({ text }) => text.startsWith('We look'))).toBe(false)
  })

  test('refused at once by the mail server, also where it was closed with that reply, or kept open', async () => {
    const id = await asks('a2@real.example')
    for (const then of ['waiting', 'closed', 'open']) {
      await later(60)
      await reply(id, `We look into it: ${then}.`, { then })
      await sendReplies(system)
      await cameBack(id, 'bounced')
    }
  })

  const own = {
    ...{ kind: 'zendesk', name: 'Zendesk', email: 'bot@acme.example', token: 'token', secret: 'signs', perSecond: 50 },
    get url() {
      return theirs.url
    },
  }
  async function inDesk(key: string, ticket: string, address: string): Promise<{ id: number; desk: string }> {
    const { body: desk } = await who(chief).post('/api/desks', { ...own, key })
    const id = await asks(address)
    await sql`update conversations set channel = 'api', external = ${JSON.stringify({ system: key, id: ticket, stands: 'open' })}::jsonb where id = ${id}`.execute(
      system.db,
    )
    return { id, desk: desk.id }
  }
  const deliver = () => system.tasks['deliver-desks']?.({}, new AbortController().signal)

  test('refused by a desk', async () => {
    const { id } = await inDesk('first', '41', 'a3@real.example')
    theirs.goWrong(422)
    await reply(id, 'We look into it.')
    await deliver()
    await cameBack(id, 'failed')
  })

  test('where the desk was taken away: what waited comes back, and sent again it goes by mail; where no address is known it says so', async () => {
    const { id, desk } = await inDesk('second', '42', 'a4@real.example')
    theirs.goWrong('never')
    await reply(id, 'Unheard.')
    await deliver()
    expect((await show(id)).thread.at(-1).delivery.state).toBe('unknown')
    await who(chief).post(`/api/desks/${desk}/removal`, {})
    expect((await again(id)).status).toBe(200)
    await sendReplies(system)
    expect(mailsTo(system, 'a4@real.example').filter(({ text }) => text.startsWith('Unheard.'))).toHaveLength(1)
    expect((await show(id)).thread.at(-1).delivery.state).toBe('accepted')
    const [sent] = mailsTo(system, 'a4@real.example').filter(({ text }) => text.startsWith('Unheard.'))
    await write(system, { from: 'a4@real.example', subject: 'Re: it', text: 'Thank you.', answers: sent?.id })
    expect((await show(id)).thread.at(-1).text).toBe('Thank you.')

    const third = await inDesk('third', '43', 'a6@real.example')
    await sql`update conversations set address = 'third #43' where id = ${third.id}`.execute(system.db)
    await reply(third.id, 'Waits there.')
    await who(chief).post(`/api/desks/${third.desk}/removal`, {})
    await cameBack(third.id, 'cancelled')
    const refused = await again(third.id)
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('taken away')])
  })

  describe('in a chat', () => {
    const begin = async () => {
      const address = `${randomUUID()}@x.example`
      const payload = { id: randomUUID(), text: 'I want to talk to a human', email: address }
      const { token } = (await system.web.status.inject({ method: 'POST', url: `/${slug}/help/chat`, headers: { accept: 'application/json' }, payload })).json()
      const look = async () => (await system.web.status.inject({ url: `/chat/${token}`, headers: { accept: 'application/json' } })).json()
      return { id: JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).c as number, address, look }
    }
    const mailed = async (address: string) => {
      await sendReplies(system)
      return mailsTo(system, address).filter(({ text }) => text.startsWith('Here I am.')).length
    }

    test('a reply just after they closed the page goes by mail once they have not come back for two minutes', async () => {
      const { id, address, look } = await begin()
      await later(30)
      await reply(id, 'Here I am.')
      expect((await show(id)).thread.at(-1)).toMatchObject({ delivery: { state: 'deferred', reason: 'in-chat' } })
      expect(await mailed(address)).toBe(0)
      await later(125)
      expect([await mailed(address), await mailed(address)]).toEqual([1, 1])
      expect((await look()).messages.at(-1)).toMatchObject({ text: 'Here I am.', mailed: true })
    })

    test('what they read in the chat is not mailed, also where they looked a moment before it', async () => {
      const { id, address, look } = await begin()
      await later(30)
      await look()
      await later(3)
      await reply(id, 'Here I am.')
      await later(2)
      expect((await look()).messages.at(-1)).toMatchObject({ text: 'Here I am.', mailed: false })
      await later(180)
      expect(await mailed(address)).toBe(0)
      expect((await show(id)).thread.at(-1)).toMatchObject({ delivery: { state: 'cancelled', reason: 'read-in-chat' } })
      expect((await look()).messages.at(-1).mailed).toBe(false)
    })
  })
})
