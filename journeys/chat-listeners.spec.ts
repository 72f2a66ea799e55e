// Many who have a chat open: each hears what is written to them, and where they stand, and none of them holds up the others.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createListeners, type Listeners } from '../server/src/support/chat/listen.ts'
import { chatById } from '../server/src/support/chat/view.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const chats = 25

describe('Many who listen to their chats', () => {
  let system: TestSystem
  let agent: Awaited<ReturnType<TestSystem['person']>>
  let listeners: Listeners
  let asked = 0
  const ids: number[] = []
  const heard = new Map<number, string>()
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-04T09:00:00Z' })
    const { slug } = await smallCompany(system, 3)
    agent = await system.person('Agnes', 'administrator')
    for (let nth = 0; nth < chats; nth += 1) {
      const begun = await system.web.status.inject({
        ...{ method: 'POST', url: `/${slug}/help/chat`, headers: { accept: 'application/json' }, remoteAddress: `10.0.0.${nth}` },
        payload: { id: randomUUID(), text: 'I want to talk to a human' },
      })
      ids.push(JSON.parse(Buffer.from(begun.json().token.split('.')[0], 'base64url').toString()).c)
    }
    const counting = {
      transformQuery: ({ node }: { node: unknown }) => {
        asked += 1
        return node
      },
      transformResult: async ({ result }: { result: unknown }) => result,
    }
    // They look when the test says so.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    listeners = createListeners({ ...system.deps, db: system.db.withPlugin(counting as never) })
    vi.useRealTimers()
    for (const id of ids) {
      const raw = {
        writeHead: () => {},
        on: () => {},
        end: () => {},
        destroyed: false,
        writableLength: 0,
        write: (text: string) => heard.set(id, (heard.get(id) ?? '') + text),
      }
      const chat = await chatById(system.db, { c: id })
      listeners.add({ hijack: () => {}, raw } as never, chat as NonNullable<typeof chat>, 0, () => '')
    }
    await vi.waitFor(async () => {
      await look()
      expect(ids.filter((id) => statesOf(id).length === 0)).toEqual([])
    })
  })
  afterAll(async () => {
    listeners.stop()
    await system.close()
  })

  const look = () => listeners.look()
  const statesOf = (id: number) => [...(heard.get(id) ?? '').matchAll(/event: state\ndata: (.*)\n/g)].map(([, state]) => JSON.parse(state as string))
  const counted = async (work: () => Promise<unknown>) => {
    const before = asked
    await work()
    return asked - before
  }

  test('where they stand is one look for all of them, with the place that each has', async () => {
    expect(await counted(() => listeners.stand())).toBeLessThanOrEqual(4)
    const { rows } = await sql<{
      id: number
    }>`select id from conversations where state = 'open' and assignee is null and turn_at is not null order by turn_at, id`.execute(system.db)
    for (const [before, { id }] of rows.entries())
      expect(statesOf(Number(id)).at(-1)).toMatchObject({ with: 'queue', says: before === 0 ? 'You are the next one.' : `Before you wait: ${before}.` })
    // Told again is nothing new.
    const told = statesOf(ids[3] as number).length
    await listeners.stand()
    expect(statesOf(ids[3] as number)).toHaveLength(told)
  })

  test('a message comes by one look, whatever else is looked at, and with it that a person is there', async () => {
    const id = ids[7] as number
    const { thread } = (await agent.get(`/api/conversations/${id}`)).body
    const seen = thread.find(({ kind }: { kind: string }) => kind === 'in').id
    expect(await counted(look)).toBe(1)
    await agent.post(`/api/conversations/${id}/replies`, { text: 'Agnes here.', seen })
    expect(await counted(look)).toBeLessThanOrEqual(2)
    expect(heard.get(id)).toMatch(/event: message\ndata: .*Agnes here/)
    expect(statesOf(id).at(-1)).toMatchObject({ with: 'person', says: null })
    // Nobody else heard it, and whoever waits keeps the place that they were told.
    expect([...heard].filter(([, text]) => text.includes('Agnes here')).map(([chat]) => chat)).toEqual([id])
    expect(heard.get(id)).not.toMatch(/"(place|conversation)"/)
    expect(statesOf(ids[8] as number).at(-1).says).toMatch(/Before you wait/)
  })
})
