// Replies that do not get there: each comes back to whoever wrote it, and what was said in a chat that nobody reads any more goes by mail.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { mailsTo, sendReplies } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Replies that do not get there', () => {
  let system: TestSystem
  let agent: Person | undefined
  let slug: string
  const who = (person: Person | undefined) => person as Person
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    slug = (await smallCompany(system, 40)).slug
    agent = await system.person('Agnes', 'support')
  })
  afterAll(() => system.close())
  const show = async (id: number) => (await who(agent).get(`/api/conversations/${id}`)).body
  const reply = async (id: number, text: string, more: object = {}) =>
    who(agent).post(`/api/conversations/${id}/replies`, { text, seen: (await show(id)).thread.at(-1).id, ...more })
  const later = (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())

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
