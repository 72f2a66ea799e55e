// Macros: text and actions together, looked at first, done once, and no money beyond a budget without somebody who agrees.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>
const nothing = { addTags: [], removeTags: [], assign: null, then: 'waiting', snoozeHours: null, link: false, task: null, goodwill: null }

describe('Macros', () => {
  let system: TestSystem
  let people: { ann: Person; bo: Person; chief: Person; fin: Person }
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    const { mail } = await smallCompany(system, 40)
    people = {
      ann: await system.person('Ann', 'support'),
      bo: await system.person('Bo', 'customer-success'),
      chief: await system.person('Chief', 'administrator'),
      fin: await system.person('Fin', 'finance'),
    }
    crisis = (
      await people.chief.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: mail }], onsetAt: '2030-01-02T08:50:00Z' })
    ).body.id
    await people.fin.put('/api/goodwill/budgets', { person: people.ann.id, currency: 'EUR', onceMinor: 1_000, monthMinor: 1_500 })
  })
  afterAll(() => system.close())

  const asks = async (name: string, text = 'A question about my last order.') => {
    await write(system, { from: `${name}@real.example`, subject: `A question of ${name}`, text })
    return conversationWith(system, `${name}@real.example`)
  }
  const show = async (id: number) => (await people.ann.get(`/api/conversations/${id}`)).body
  const list = async (who = people.ann) =>
    (await who.get('/api/macros')).body.macros as { id: string; name: string; revision: number; mayUse: boolean; thisMonth: object; shipped: boolean }[]
  const named = async (name: string) => (await list()).find((macro) => macro.name === name) as Awaited<ReturnType<typeof list>>[number]
  const make = async (name: string, part: object) => {
    const made = await people.chief.post('/api/macros', {
      name,
      texts: { en: 'Hello {name|there}, {number}.', de: 'Guten Tag {name}, {number}.' },
      actions: nothing,
      groups: [],
      ...part,
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    return named(name)
  }
  const preview = async (id: number, macro: string, body: object = {}, who = people.ann) =>
    (await who.post(`/api/conversations/${id}/macros/${macro}/preview`, body)).body
  const use = async (id: number, macro: string, part: object = {}, who = people.ann) => {
    const seen = await preview(id, macro, 'crisisId' in part ? { crisisId: part.crisisId } : {}, who)
    return who.post(`/api/conversations/${id}/macros/${macro}`, { revision: seen.revision, text: seen.text, seen: seen.seen, key: `k-${id}-${macro}`, ...part })
  }
  const ledger = async (id: number) =>
    (
      await sql<{
        sum: number
        count: number
      }>`select coalesce(sum(g.amount_minor), 0)::int as sum, count(*)::int as count from grants g join conversations c on c.account_id = g.account_id where c.id = ${id} and g.remedy = 'goodwill'`.execute(
        system.db,
      )
    ).rows[0]

  test('what ships is there to be used, in English and German', async () => {
    expect((await list()).map(({ id }) => id)).toEqual(expect.arrayContaining(['ask-for-details', 'known-trouble', 'solved']))
    const id = await asks('a1')
    const seen = await preview(id, 'ask-for-details')
    expect(seen).toMatchObject({ revision: 0, language: 'en', budget: null, waits: null })
    expect(seen.text).toMatch(/^Hello Person A1,/)
    expect(seen.steps.map(({ kind }: { kind: string }) => kind)).toEqual(['reply', 'tag', 'assign', 'state'])
  })

  test('text, tag, assignee and state are one press, and the same press twice is one', async () => {
    const id = await asks('a2')
    const macro = await make('Parcel', { actions: { ...nothing, addTags: ['parcel'], assign: 'me', then: 'closed' } })
    const answers = await Promise.all([use(id, macro.id, { text: 'My own words.' }), use(id, macro.id, { text: 'My own words.' })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.map(({ body }) => body.again).toSorted()).toEqual([false, true])
    const now = await show(id)
    expect(now).toMatchObject({ state: 'closed', tags: ['parcel'], assignee: { name: 'Ann' }, waitingSince: null })
    expect(now.thread.filter(({ text }: { text: string }) => text === 'My own words.')).toHaveLength(1)
    expect(now.acts.filter(({ kind }: { kind: string }) => kind === 'macro')).toMatchObject([{ data: { name: 'Parcel', revision: 1 } }])
    await sendReplies(system)
    expect(mailsTo(system, 'a2@real.example').filter(({ text }) => text.includes('My own words.'))).toHaveLength(1)
    expect((await named('Parcel')).thisMonth).toEqual({ uses: 1, mine: 1, granted: [], waiting: [] })
    const other = await use(await asks('a3'), macro.id, { key: `k-${id}-${macro.id}` })
    expect([other.status, other.body.detail]).toEqual([409, expect.stringMatching(/under this key/)])
  })

  test('it links to the crisis that the agent names, and its team gets the task, once', async () => {
    const id = await asks('a4', 'Something about my bill.')
    const macro = await make('Team', {
      actions: { ...nothing, link: true, task: { text: 'Look after this customer', accountable: 'commander' }, then: 'open' },
    })
    const missing = await use(id, macro.id)
    expect([missing.status, missing.body.detail]).toEqual([422, expect.stringMatching(/say which one.*leave this step out/)])
    const done = await use(id, macro.id, { crisisId: crisis })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(done.body.conversation.crisis).toMatchObject({ id: crisis, link: 'linked' })
    await use(id, macro.id, { crisisId: crisis })
    await system.runJobs()
    const { tasks } = (await people.chief.get(`/api/crises/${crisis}/tasks`)).body
    expect(tasks.filter(({ text }: { text: string }) => text.startsWith(`Look after this customer (#${id}`))).toMatchObject([
      { phase: 'support', accountable: 'commander' },
    ])
    const left = await use(await asks('a5'), macro.id, { without: ['link', 'task'], key: 'left-out' })
    expect(left.body.done.map(({ kind }: { kind: string }) => kind)).toEqual(['reply', 'state'])
  })

  test('goodwill within the budget is granted at once, in the same press', async () => {
    const id = await asks('a6')
    const macro = await make('Sorry', { actions: { ...nothing, goodwill: { amounts: { EUR: 1_000 }, reason: 'We were late' } } })
    expect(await preview(id, macro.id)).toMatchObject({ waits: null, budget: { currency: 'EUR', onceMinor: 1_000, leftMinor: 1_500 } })
    const [one, again] = [await use(id, macro.id), await use(id, macro.id)]
    expect([one.body.goodwill.state, again.body.again, again.body.goodwill.id]).toEqual(['granted', true, one.body.goodwill.id])
    expect(await ledger(id)).toEqual({ sum: 1_000, count: 1 })
    expect((await named('Sorry')).thisMonth).toMatchObject({ granted: [{ currency: 'EUR', amountMinor: 1_000 }] })
  })

  test('beyond the budget it waits for somebody who agrees: whoever sends it says that they know, and nothing is paid', async () => {
    const id = await asks('a7')
    const { id: macro } = await named('Sorry')
    expect(await preview(id, macro)).toMatchObject({ waits: expect.stringMatching(/this month/), budget: { leftMinor: 500 } })
    const unknowing = await use(id, macro)
    expect([unknowing.status, unknowing.body.detail]).toEqual([409, expect.stringMatching(/somebody else must agree/)])
    expect((await show(id)).thread.filter(({ kind, automatic }: { kind: string; automatic: string | null }) => kind === 'out' && automatic === null)).toEqual(
      [],
    )
    const asked = await use(id, macro, { knowing: true })
    expect(asked.body.goodwill).toMatchObject({ state: 'waiting', why: expect.stringMatching(/agree/) })
    expect(await ledger(id)).toEqual({ sum: 0, count: 0 })
    expect((await named('Sorry')).thisMonth).toMatchObject({ waiting: [{ currency: 'EUR', amountMinor: 1_000 }] })
    expect((await people.fin.post(`/api/goodwill/${asked.body.goodwill.id}/decision`, { agree: true })).status).toBe(200)
    expect(await ledger(id)).toEqual({ sum: 1_000, count: 1 })
  })

  test('two at once take from one budget what is there, once', async () => {
    await people.fin.put('/api/goodwill/budgets', { person: people.ann.id, currency: 'EUR', onceMinor: 1_000, monthMinor: 2_000 })
    const { id: macro } = await named('Sorry')
    const ids = [await asks('a8'), await asks('a9')]
    const states = (await Promise.all(ids.map((id) => use(id, macro, { knowing: true })))).map(({ body }) => body.goodwill.state)
    expect(states.toSorted()).toEqual(['granted', 'waiting'])
  })

  test('who has no account gets nothing, and the agent is told why before they send', async () => {
    await write(system, { from: 'unknown@nowhere.example', subject: 'Who am I', text: 'A question.' })
    const id = await conversationWith(system, 'unknown@nowhere.example')
    const { id: macro } = await named('Sorry')
    const { steps } = await preview(id, macro)
    expect(steps.find(({ kind }: { kind: string }) => kind === 'goodwill').why).toMatch(/which account/)
    expect((await use(id, macro)).status).toBe(422)
    expect((await use(id, macro, { without: ['goodwill'], key: 'w' })).status).toBe(200)
  })

  test('it is used by whom it is for, and by nobody else', async () => {
    const macro = await make('For success', { groups: ['customer-success'] })
    expect([macro.mayUse, (await list(people.bo)).find(({ id }) => id === macro.id)?.mayUse]).toEqual([false, true])
    const id = await asks('a11')
    const refused = await people.ann.post(`/api/conversations/${id}/macros/${macro.id}/preview`, {})
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringMatching(/customer-success/)])
    expect((await people.ann.post(`/api/conversations/${id}/macros/${macro.id}`, { revision: 1, text: 'x', seen: 1e9, key: 'no' })).status).toBe(403)
    expect((await use(id, macro.id, {}, people.bo)).status).toBe(200)
    expect((await people.fin.post(`/api/conversations/${id}/macros/${macro.id}/preview`, {})).status).toBe(403)
  })

  test('who writes again while one looks, and a macro that changes meanwhile, are noticed; nothing is sent', async () => {
    const id = await asks('a12')
    const seen = await preview(id, 'solved')
    await write(system, { from: 'a12@real.example', subject: 'Re: A question of a12', text: 'It fails again!' })
    const late = await people.ann.post(`/api/conversations/${id}/macros/solved`, { revision: seen.revision, text: seen.text, seen: seen.seen, key: 'late' })
    expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/wrote again/)])
    const changed = await people.chief.put('/api/macros/solved', {
      revision: 0,
      name: 'Solved',
      texts: { en: 'Good.' },
      actions: { ...nothing, then: 'closed' },
      groups: [],
    })
    expect(changed.status).toBe(200)
    const now = await preview(id, 'solved')
    expect((await people.ann.post(`/api/conversations/${id}/macros/solved`, { revision: 0, text: 'x', seen: now.seen, key: 'old' })).body.detail).toMatch(
      /changed this macro/,
    )
    expect(now).toMatchObject({ revision: 1, text: 'Good.' })
    expect((await people.chief.put('/api/macros/solved', { revision: 0, name: 'Solved', texts: { en: 'Mine.' }, actions: nothing, groups: [] })).status).toBe(
      409,
    )
    expect((await people.ann.get('/api/macros/solved/versions')).body.versions).toMatchObject([{ revision: 1, name: 'Solved', by: { name: 'Chief' } }])
    expect((await people.chief.post('/api/macros/solved/removal', { revision: 1 })).body.macros.some((macro: { id: string }) => macro.id === 'solved')).toBe(
      false,
    )
    expect((await people.ann.post(`/api/conversations/${id}/macros/solved/preview`, {})).status).toBe(404)
  })

  test('it puts off what it snoozes, and the conversation comes back by itself', async () => {
    const id = await asks('a13')
    const macro = await make('Later', { texts: {}, actions: { ...nothing, snoozeHours: 4 } })
    expect((await use(id, macro.id)).body.conversation).toMatchObject({ state: 'snoozed', snoozedUntil: '2030-01-02T13:00:00.000Z' })
    await system.at('13:00')
    await system.tasks['keep-promises']?.({}, new AbortController().signal)
    expect((await show(id)).state).toBe('open')
  })

  test('what is no macro is refused with where and why', async () => {
    const good = { name: 'Bad', texts: { en: 'x' }, actions: nothing, groups: [] }
    for (const [part, says] of [
      [{ texts: { en: 'Hello {nobody}' } }, /no variable/],
      [{ texts: { en: 'Hello {name' } }, /brace/],
      [{ texts: { english: 'x' } }, /language/],
      [{ texts: {} }, /does nothing/],
      [{ name: '' }, /name/],
      [{ name: 'PARCEL' }, /another macro/],
      [{ groups: ['observer'] }, /groups/],
      [{ actions: { ...nothing, assign: 'nobody-here' } }, /somebody who is here/],
      [{ actions: { ...nothing, goodwill: { amounts: {}, reason: 'x' } } }, /amount/],
      [{ actions: { ...nothing, goodwill: { amounts: { euro: 5 }, reason: 'x' } } }, /currency/],
      [{ actions: { ...nothing, goodwill: { amounts: { EUR: 0.5 }, reason: 'x' } } }, /EUR/],
      [{ actions: { ...nothing, snoozeHours: 1, then: 'closed' } }, /put it off/],
      [{ actions: { ...nothing, more: true } }, /actions/],
    ] as const) {
      const refused = await people.chief.post('/api/macros', { ...good, ...part })
      expect([refused.status, JSON.stringify(refused.body)], JSON.stringify(part)).toEqual([expect.toBeOneOf([400, 409, 422]), expect.stringMatching(says)])
    }
    expect((await people.ann.post('/api/macros', good)).status).toBe(403)
    expect((await people.chief.put('/api/macros/none-of-these', { ...good, revision: 0 })).status).toBe(404)
    const id = await asks('a14')
    for (const part of [
      { text: '' },
      { text: 'x'.repeat(20_001) },
      { key: '' },
      { revision: -1 },
      { without: ['money'] },
      { crisisId: 'x' },
      { crisisId: '00000000-0000-4000-8000-000000000000' },
    ])
      expect(
        (await people.ann.post(`/api/conversations/${id}/macros/ask-for-details`, { revision: 0, text: 'x', seen: 1e9, key: 'bad', ...part })).status,
        JSON.stringify(part).slice(0, 60),
      ).toBeOneOf([400, 422])
    expect((await people.ann.post('/api/conversations/999999/macros/ask-for-details/preview', {})).status).toBe(404)
    expect((await people.chief.post('/api/macros/reading', { texts: { en: 'Hi {name|there}{no}' } })).body.read).toMatchObject([
      { bare: 'Hi there', full: 'Hi Anna Weber', wrong: expect.stringMatching(/no variable/) },
    ])
  })
})
