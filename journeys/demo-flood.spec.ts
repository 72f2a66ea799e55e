// The demo's customers write: a newcomer finds a queue worth working through, links to judge, and one answer for all that left some to a person.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemo } from '../server/src/demo/demo.ts'
import { letters } from '../server/src/demo/flood.texts.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The demo’s flood', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-08T14:00:27Z', env: { LEEWARD_DEMO_ACCOUNTS: '300', LEEWARD_DEMO_SIGNALS: '0' } })
    await loadDemo(system.deps, system.auth, () => {})
    ann = await system.person('Ann', 'administrator')
  }, 120_000)
  afterAll(() => system.close())
  const all = async (query = '') => (await ann.get(`/api/conversations?view=all&limit=100${query}`)).body.items

  test('every letter is a conversation of its own, in its language, and nobody writes in two', async () => {
    const items = await all()
    expect(items).toHaveLength(letters.length)
    expect(new Set(items.map(({ address }: { address: string }) => address)).size).toBe(letters.length)
    expect(new Set(items.map(({ language }: { language: string }) => language))).toEqual(new Set(['en', 'de', 'fr', 'ja']))
  })
  test('those about the crisis are linked or suggested; a question about prices is neither linked nor answered', async () => {
    const { crisis } = (await all('&link=linked'))[0]
    const seen = (await ann.get(`/api/crises/${crisis.id}/conversations`)).body
    expect(seen.linked).toBeGreaterThanOrEqual(25)
    expect(seen.suggested).toBeGreaterThanOrEqual(5)
    const linked = new Set((await all('&link=linked')).map(({ subject }: { subject: string }) => subject))
    for (const { subject, about } of letters) if (about === 'else') expect(linked.has(subject), subject).toBe(false)
    const [answer] = seen.answers
    expect(answer).toMatchObject({ state: 'sent', agreedBy: { name: expect.stringContaining('Ines') } })
    expect(answer.planned).toBeGreaterThanOrEqual(15)
    expect(answer.heldOpen).toBeGreaterThanOrEqual(2)
  })
  test('who may be in danger comes first, and what a colleague has in hand is not in the queue', async () => {
    const queue = (await ann.get('/api/conversations?limit=100')).body.items
    expect(queue.length).toBeGreaterThanOrEqual(20)
    expect(queue[0].reasons).toContain('safety')
    expect(queue.some(({ assignee }: { assignee: object | null }) => assignee !== null)).toBe(false)
    const [withNote] = await all('&search=contract+reference')
    const { thread } = (await ann.get(`/api/conversations/${withNote.id}`)).body
    expect(thread.find(({ kind }: { kind: string }) => kind === 'note').mentions).toMatchObject([{ name: 'Mara Lind' }])
  })
})
