// What somebody has who is not there: nobody waits for them, and nothing is taken from whoever is at it.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { conversationWith, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('What somebody has who is not there', () => {
  let system: TestSystem
  let [ann, bo, cy, chief]: Person[] = []
  const who = (person: Person | undefined) => person as Person
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    await smallCompany(system, 20)
    ann = await system.person('Ann', 'support')
    bo = await system.person('Bo', 'support')
    cy = await system.person('Cy', 'support')
    chief = await system.person('Chief', 'administrator')
    await who(ann).put('/api/support/agents/me', { available: true })
  })
  afterAll(() => system.close())

  const keep = () => system.tasks['keep-promises']?.({}, new AbortController().signal)
  const available = (is: boolean, person = bo) => who(person).put('/api/support/agents/me', { available: is })
  const show = async (id: number) => (await who(ann).get(`/api/conversations/${id}`)).body
  const holder = async (id: number) => (await show(id)).assignee?.name ?? null
  /** A question that somebody answered, and that goes on. */
  const answered = async (name: string, again: string, person = bo) => {
    const from = `${name}@real.example`
    await write(system, { from, subject: `Question of ${name}`, text: 'How does it work?' })
    const id = await conversationWith(system, from)
    const seen = (await show(id)).thread.find(({ kind }: { kind: string }) => kind === 'in').id
    await who(person).post(`/api/conversations/${id}/replies`, { text: 'Like this.', seen })
    await write(system, { from, subject: `Re: Question of ${name}`, text: again })
    return id
  }
  const danger = 'It is a safety risk: the cable burns and somebody gets hurt.'

  test('who speaks of danger is given back at once where who has them went home, is in the open list before, and the next one afterwards', async () => {
    await available(true)
    const id = await answered('a1', danger)
    expect((await show(id)).reasons).toContain('safety')
    await keep()
    expect(await holder(id)).toBe('Bo')
    await available(false)
    expect((await who(ann).get('/api/conversations?view=open')).body.items.map((row: { id: number }) => row.id)).toContain(id)
    await Promise.all([keep(), keep()])
    expect(await holder(id)).toBe(null)
    const acts = (await show(id)).acts.filter(({ kind }: { kind: string }) => kind === 'given-back')
    expect(acts).toMatchObject([{ by: { id: 'leeward' }, data: { from: who(bo).id, name: 'Bo', why: 'away' } }])
    expect((await who(ann).post('/api/conversations/next')).body.id).toBe(id)
  })

  test('any other is given back once its promised time is near', async () => {
    await available(true)
    const id = await answered('a2', 'And how do I change it?')
    await available(false)
    await keep()
    expect(await holder(id)).toBe('Bo')
    await system.at('16:00')
    await keep()
    expect(await holder(id)).toBe(null)
    expect(await show(id)).toMatchObject({ state: 'open', promiseNear: true, waitsInTurn: 0 })
  })

  test('nothing is taken from who is there, who said nothing of themselves, or who has it open; nor what waits for the customer', async () => {
    await system.at('2030-01-03T09:00:00Z')
    await available(true)
    const [there, silent, at, theirs] = [
      await answered('a3', danger),
      await answered('a4', danger, cy),
      await answered('a5', danger),
      await answered('a6', danger),
    ]
    await who(bo).post(`/api/conversations/${theirs}/state`, { state: 'waiting' })
    await system.at('16:30')
    await keep()
    expect([await holder(there), await holder(silent)]).toEqual(['Bo', 'Cy'])
    await available(false)
    await who(bo).post(`/api/conversations/${at}/presence`, { editor: 'tab', writing: false })
    await keep()
    expect([await holder(there), await holder(silent), await holder(at), await holder(theirs)]).toEqual([null, 'Cy', 'Bo', 'Bo'])
    await system.at('16:40')
    await keep()
    expect(await holder(at)).toBe(null)
  })

  test('who left the house, or sees no conversations any more, has nothing; who may read and not answer is asked until the time is near', async () => {
    await system.at('2030-01-04T09:00:00Z')
    const lawyer = await system.person('Lex', 'legal')
    const [gone, read] = [await answered('a7', danger, cy), await answered('a8', 'My lawyer will sue you over this.', cy)]
    await who(chief).post(`/api/conversations/${read}/assignee`, { person: lawyer.id })
    await keep()
    expect([await holder(gone), await holder(read)]).toEqual(['Cy', 'Lex'])
    await sql`delete from user_groups where user_id = ${who(cy).id}`.execute(system.db)
    await keep()
    expect([await holder(gone), await holder(read)]).toEqual([null, 'Lex'])
    expect((await show(gone)).acts.at(-1)).toMatchObject({ kind: 'given-back', data: { why: 'gone', name: 'Cy' } })
    await system.at('16:30')
    await keep()
    expect(await holder(read)).toBe(null)
  })

  test('where nothing can be promised it is given back after as long as others are offered to anybody', async () => {
    await system.at('2030-01-05T09:00:00Z')
    await sql`update support_settings set hours = '{"zone": "Etc/UTC", "days": {}}'`.execute(system.db)
    await available(true)
    const id = await answered('a9', 'And how do I change it?')
    expect((await show(id)).promisedAt).toBe(null)
    await available(false)
    await system.at('09:29')
    await keep()
    expect(await holder(id)).toBe('Bo')
    await system.at('09:30')
    await keep()
    expect(await holder(id)).toBe(null)
  })
})
